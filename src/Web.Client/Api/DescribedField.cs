namespace WebCap.Client.Api;

/// <summary>A parameter, a header or a field of a body.</summary>
/// <param name="Name">Its name; those within others with the way to them: <c>files[].number</c>.</param>
/// <param name="Type">What it is, in words.</param>
/// <param name="Words">What it means; may be empty.</param>
public sealed record DescribedField(string Name, string Type, string Words);
