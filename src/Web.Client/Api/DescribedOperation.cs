namespace WebCap.Client.Api;

/// <summary>One call of the API, as its description has it.</summary>
/// <param name="Id">The operation's name in programs.</param>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">The address with its parameters in braces.</param>
/// <param name="Tag">The group that it belongs to.</param>
/// <param name="Summary">A line.</param>
/// <param name="Words">Sentences.</param>
/// <param name="Role">The smallest role that may; null where nobody needs to be signed in.</param>
/// <param name="Parameters">Of the path and the query, as fields whose type says where.</param>
/// <param name="Body">What it takes; null for nothing.</param>
/// <param name="Answers">What it answers, by status.</param>
/// <param name="Samples">Lines of a shell that make it.</param>
public sealed record DescribedOperation(
    string Id,
    string Method,
    string Path,
    string Tag,
    string Summary,
    string Words,
    string? Role,
    IReadOnlyList<DescribedField> Parameters,
    DescribedContent? Body,
    IReadOnlyList<DescribedAnswer> Answers,
    IReadOnlyList<string> Samples)
{
    /// <summary>Whether all of what was typed is somewhere in it.</summary>
    public bool Matches(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        new[] { Id, Method, Path, Tag, Summary, Words, Role ?? "" }.Any(each => each.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
