namespace WebCap.Client.Api;

/// <summary>What of a compiled filter the page shows.</summary>
public sealed record CompiledFilter
{
    public int InstructionCount { get; init; }

    public string Listing { get; init; } = "";
}
