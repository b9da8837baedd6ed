namespace WebCap.Description;

/// <summary>What a part of the path or of the query is.</summary>
internal sealed record DescribedParameter(string Name, string Words);
