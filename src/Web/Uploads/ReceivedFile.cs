using Bpf.Wire.Files;

namespace WebCap.Uploads;

/// <summary>A file that has come and is good.</summary>
/// <param name="Format">pcap or pcapng.</param>
/// <param name="Packets">Whole packets.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Fault">Why what came behind that was left out; null when all is there.</param>
internal sealed record ReceivedFile(CaptureFileFormat Format, long Packets, long Bytes, string? Fault);
