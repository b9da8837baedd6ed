namespace WebCap.Cli.Server;

/// <summary>What POST /api/devices takes.</summary>
/// <param name="Interface">Where to attach the device.</param>
/// <param name="Filter">In the language of pcap-filter(7); empty for everything.</param>
/// <param name="SnapLength">Bytes kept of a frame; null for all of them.</param>
/// <param name="BufferBytes">Each of its two buffers; null for the server's own choice.</param>
/// <param name="Immediate">Packets come one by one instead of by the bufferful.</param>
/// <param name="Promiscuous">Frames for other machines too.</param>
/// <param name="ExcludeOwnTraffic">Leaves out the connection to the server, which would feed itself.</param>
/// <param name="LeaseSeconds">After so long without a reader the server closes the device: this program may be killed.</param>
/// <param name="Rewind">Begins with so many seconds of what the interface's window kept; null for nothing of the past.</param>
internal sealed record OpenQuestion(
    string Interface,
    string Filter,
    long? SnapLength,
    long? BufferBytes,
    bool Immediate,
    bool Promiscuous,
    bool ExcludeOwnTraffic,
    int LeaseSeconds,
    long? Rewind);
