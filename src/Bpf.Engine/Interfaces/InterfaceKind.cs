namespace Bpf.Engine.Interfaces;

/// <summary>Where an interface's frames come from.</summary>
public enum InterfaceKind
{
    /// <summary>A network interface of this machine.</summary>
    Live,

    /// <summary>A capture file that is played.</summary>
    Replay,

    /// <summary>In-process: what is written comes back.</summary>
    Loop,
}
