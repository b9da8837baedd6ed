namespace WebCap.NetBpf;

/// <summary>net.bpf.maxbufsize.</summary>
internal sealed record MaxBufferSize(int MaxBufferBytes);
