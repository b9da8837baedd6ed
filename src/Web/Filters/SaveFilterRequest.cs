namespace WebCap.Filters;

/// <param name="Name">What to call it.</param>
/// <param name="Expression">In the language of pcap-filter(7).</param>
internal sealed record SaveFilterRequest(string? Name, string? Expression);
