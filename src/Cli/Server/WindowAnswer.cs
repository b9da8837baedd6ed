namespace WebCap.Cli.Server;

/// <summary>What an interface keeps of the past.</summary>
/// <param name="Packets">Packets it has now.</param>
/// <param name="Seconds">How far back the oldest is.</param>
internal sealed record WindowAnswer(long Packets, double Seconds);
