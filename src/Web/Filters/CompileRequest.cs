namespace WebCap.Filters;

/// <param name="Expression">In the language of pcap-filter(7); empty accepts everything.</param>
/// <param name="Interface">The interface whose frames it will see; it decides the link type.</param>
/// <param name="LinkType">The link type, where no interface is named; Ethernet where neither is.</param>
/// <param name="SnapLength">Bytes to capture of a frame that is accepted.</param>
internal sealed record CompileRequest(string? Expression, string? Interface, int? LinkType, long? SnapLength);
