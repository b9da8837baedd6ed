namespace Bpf.Wire;

/// <summary>Which way a frame went at the interface that tapped it; also a mask of directions (BIOCSDIRFILT).</summary>
[Flags]
public enum FrameDirection : byte
{
    /// <summary>Not known. A direction mask never ignores such a frame [TAP-2].</summary>
    None = 0,

    /// <summary>Received by the host.</summary>
    In = 1,

    /// <summary>Sent by the host.</summary>
    Out = 2,
}
