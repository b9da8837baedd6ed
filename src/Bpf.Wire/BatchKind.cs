namespace Bpf.Wire;

/// <summary>What a viewer's stream item carries.</summary>
public enum BatchKind : ushort
{
    /// <summary>Counters only: the first item of a stream, and about once a second while no records flow.</summary>
    State = 1,

    /// <summary>One hold buffer, exactly as a read of the device returned it.</summary>
    Records = 2,

    /// <summary>The stream ends here; the payload is a sentence in UTF-8 that says why.</summary>
    End = 3,
}
