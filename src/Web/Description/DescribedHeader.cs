namespace WebCap.Description;

/// <summary>A header that an answer without fault has.</summary>
internal sealed record DescribedHeader(string Name, string Words);
