namespace WebCap.Client.Capture;

/// <summary>What is known about the filter text in the box.</summary>
public enum FilterVerdict
{
    /// <summary>Nothing typed: every packet passes.</summary>
    Empty,

    /// <summary>Changed since it was last checked.</summary>
    Unchecked,

    /// <summary>The server compiled it.</summary>
    Valid,

    /// <summary>The server refused it.</summary>
    Invalid,
}
