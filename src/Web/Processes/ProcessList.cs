namespace WebCap.Processes;

/// <summary>What GET /api/processes answers.</summary>
internal sealed record ProcessList(SampleView Sample, SocketView[] Sockets);
