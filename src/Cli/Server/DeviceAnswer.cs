namespace WebCap.Cli.Server;

/// <summary>A device that was opened.</summary>
internal sealed record DeviceAnswer(int Minor, string Interface, string Filter, string OwnTraffic);
