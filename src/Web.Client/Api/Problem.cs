namespace WebCap.Client.Api;

/// <summary>Why the server refused, as problem details (RFC 9457) with the device's errno.</summary>
public sealed record Problem
{
    public int Status { get; init; }

    public string? Title { get; init; }

    /// <summary>A sentence for a person.</summary>
    public string? Detail { get; init; }

    public string? Errno { get; init; }

    /// <summary>A capture filter that says what the refused display filter meant.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Where in the expression, or in an uploaded file, the fault is.</summary>
    public long? Offset { get; init; }

    /// <summary>Packets of a refused file that are good.</summary>
    public long? Packets { get; init; }

    /// <summary>The sentence, or the next best thing.</summary>
    public string Sentence => Detail ?? Title ?? $"The server answered {Status}.";
}
