namespace WebCap.Description;

/// <summary>Another form in which an answer can be had, by asking for it with <c>Accept</c>.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="IsBinary">Bytes; text otherwise.</param>
internal sealed record DescribedForm(string ContentType, bool IsBinary);
