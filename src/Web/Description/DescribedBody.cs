namespace WebCap.Description;

/// <summary>A request body that is no JSON and that the endpoint reads by itself. It says what comes; nothing is refused by it.</summary>
internal sealed record DescribedBody(string ContentType, string Words);
