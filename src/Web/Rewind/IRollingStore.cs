namespace WebCap.Rewind;

/// <summary>A fixed run of bytes under a <see cref="RollingLog"/>. One thread writes; any thread reads, also while what it reads is written over.</summary>
internal interface IRollingStore : IDisposable
{
    long CapacityBytes { get; }

    /// <exception cref="IOException">The bytes could not be kept.</exception>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <exception cref="IOException">The bytes could not be read.</exception>
    void Read(long offset, Span<byte> destination);
}
