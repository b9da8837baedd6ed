namespace Bpf.Engine.Device;

/// <summary>What a matching filter does to the frame itself (BIOCSFILDROP).</summary>
public enum FilterDrop
{
    /// <summary>Captured; the frame goes its way.</summary>
    Pass = 0,

    /// <summary>Captured, and the tap reports that the frame be dropped.</summary>
    CaptureAndDrop = 1,

    /// <summary>Not captured; the tap reports that the frame be dropped.</summary>
    DropOnly = 2,
}
