namespace Packet.Dissect;

/// <summary>How much a node of the tree deserves attention, in Wireshark's expert levels.</summary>
public enum FieldSeverity : byte
{
    /// <summary>An ordinary field.</summary>
    None,

    /// <summary>Part of the normal course, such as a connection being set up.</summary>
    Chat,

    /// <summary>Worth knowing, such as a duplicate acknowledgement.</summary>
    Note,

    /// <summary>Unusual, such as a segment that was not captured.</summary>
    Warning,

    /// <summary>Broken, such as a header that promises more bytes than there are.</summary>
    Error,
}
