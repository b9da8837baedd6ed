namespace WebCap.Storage;

/// <summary>How a token came to be. Stored by name, in lower case.</summary>
internal enum TokenKind
{
    /// <summary>Made by a start of the service, for whoever reads its output.</summary>
    Start,

    /// <summary>Given to the service by its owner.</summary>
    Fixed,

    /// <summary>Made by an administrator.</summary>
    Issued,
}
