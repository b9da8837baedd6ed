namespace WebCap.Rewind;

/// <summary>The bounds of rewind windows and of what is taken out of them. Each is an option of the service.</summary>
internal sealed record RewindOptions
{
    /// <summary>What all windows in memory may take together.</summary>
    public long MemoryBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>What one device may be given of the past when it is opened; the newest.</summary>
    public long PastBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Each of the two buffers of a window's device, and so what its thread may be late.</summary>
    public int BufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Hosts whose webhooks may be called when a trigger fires, exact names; none by default.</summary>
    public IReadOnlyList<string> WebhookHosts { get; init; } = [];

    /// <summary>The file with what calls of webhooks are signed with; null for none.</summary>
    public string? WebhookSecretFile { get; init; }

    /// <summary>What it holds.</summary>
    public byte[]? WebhookSecret { get; init; }
}
