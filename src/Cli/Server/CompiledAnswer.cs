namespace WebCap.Cli.Server;

/// <summary>A compiled filter.</summary>
/// <param name="Listing">As tcpdump -d prints it; empty for the filter that accepts everything.</param>
internal sealed record CompiledAnswer(string Listing);
