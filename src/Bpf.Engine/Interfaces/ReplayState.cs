namespace Bpf.Engine.Interfaces;

/// <summary>What a replay is doing.</summary>
public enum ReplayState
{
    /// <summary>No device is attached.</summary>
    Stopped,

    /// <summary>Frames are offered.</summary>
    Playing,

    /// <summary>The file was played to its end, or could not be read on; the next first device starts it anew.</summary>
    Ended,
}
