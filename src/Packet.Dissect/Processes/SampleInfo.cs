namespace Packet.Dissect.Processes;

/// <summary>What the server's sample could not see.</summary>
internal sealed record SampleInfo(DateTimeOffset Time, int Unknown, int UnseenProcesses, bool IsCut, int LeftOut);
