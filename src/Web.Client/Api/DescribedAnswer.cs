namespace WebCap.Client.Api;

/// <summary>An answer that a call can have.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Words">When it comes; for refusals the errno in front of each reason.</param>
/// <param name="Content">What is in it; null for nothing.</param>
/// <param name="Headers">Headers worth reading.</param>
public sealed record DescribedAnswer(string Status, string Words, DescribedContent? Content, IReadOnlyList<DescribedField> Headers)
{
    /// <summary>A problem, which looks the same whatever was refused.</summary>
    public bool IsProblem => Content?.MediaTypes is ["application/problem+json"];
}
