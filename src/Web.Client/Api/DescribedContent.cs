namespace WebCap.Client.Api;

/// <summary>What is sent or answered.</summary>
/// <param name="MediaTypes">Its forms, the first the usual one.</param>
/// <param name="Type">The first form, in words.</param>
/// <param name="Words">What it is; may be empty.</param>
/// <param name="Fields">Its fields where it is JSON.</param>
public sealed record DescribedContent(IReadOnlyList<string> MediaTypes, string Type, string Words, IReadOnlyList<DescribedField> Fields);
