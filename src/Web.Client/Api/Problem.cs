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

    /// <summary>Where in the expression the fault is.</summary>
    public int? Offset { get; init; }

    /// <summary>The sentence, or the next best thing.</summary>
    public string Sentence => Detail ?? Title ?? $"The server answered {Status}.";
}
