namespace Bpf.Engine.Interfaces;

/// <summary>How fast a replay offers its frames.</summary>
public enum ReplayPace
{
    /// <summary>With the gaps that the file's times have.</summary>
    Own,

    /// <summary>So many frames a second, evenly.</summary>
    FixedRate,

    /// <summary>As fast as the devices take them. They drop what they have no room for, as with a busy wire; one core is busy as long as it lasts.</summary>
    FlatOut,
}
