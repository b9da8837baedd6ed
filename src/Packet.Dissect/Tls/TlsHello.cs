using System.Buffers.Binary;

namespace Packet.Dissect.Tls;

/// <summary>
/// Where the parts of a client or server hello are (RFC 8446 §4.1): version (2), random (32), session id, cipher suites or the chosen one, compression, extensions.
/// Places count from the first byte of the handshake message's body; a hello that is cut off has the parts that are there.
/// </summary>
internal readonly ref struct TlsHello
{
    internal const int RandomOffset = 2;
    internal const int SessionIdOffset = 34;
    // Clients send about twenty.
    private const int MaxExtensions = 64;
    private const int ServerName = 0, SupportedVersions = 43;

    private readonly ReadOnlySpan<byte> body;

    internal TlsHello(ReadOnlySpan<byte> body, bool isClient)
    {
        this.body = body;
        IsClient = isClient;
        if (body.Length <= SessionIdOffset) return;
        var suitesAt = SessionIdOffset + 1 + body[SessionIdOffset];
        if (suitesAt + 2 > body.Length) return;
        SuitesOffset = suitesAt;
        SuitesLength = isClient ? U16(SuitesOffset) : 2;
        CompressionOffset = SuitesOffset + (isClient ? 2 : 0) + SuitesLength;
        if (CompressionOffset >= body.Length) return;
        var extensionsAt = CompressionOffset + 1 + (isClient ? body[CompressionOffset] : 0);
        HasCompression = extensionsAt <= body.Length;
        if (extensionsAt + 2 > body.Length) return;
        ExtensionsOffset = extensionsAt;
        ExtensionsEnd = Math.Min(body.Length, extensionsAt + 2 + U16(extensionsAt));
    }

    internal bool IsClient { get; }

    /// <summary>0 when the hello ends before the suites.</summary>
    internal int SuitesOffset { get; }

    internal int SuitesLength { get; }

    internal int CompressionOffset { get; }

    internal bool HasCompression { get; }

    /// <summary>The place of the extensions' length; 0 without extensions.</summary>
    internal int ExtensionsOffset { get; }

    internal int ExtensionsEnd { get; }

    /// <summary>The version of the hello itself, which since TLS 1.3 is always that of TLS 1.2.</summary>
    internal int LegacyVersion => body.Length >= 2 ? U16(0) : 0;

    /// <summary>Steps to the extension at <paramref name="at"/>, which starts at <see cref="ExtensionsOffset"/> + 2.</summary>
    internal bool TryReadExtension(scoped ref int at, out int type, out ReadOnlySpan<byte> data, out int dataOffset)
    {
        type = 0;
        data = default;
        dataOffset = at + 4;
        if (ExtensionsOffset == 0 || at + 4 > ExtensionsEnd) return false;
        type = U16(at);
        int length = U16(at + 2);
        if (length > ExtensionsEnd - at - 4) return false;
        data = body.Slice(at + 4, length);
        at += 4 + length;
        return true;
    }

    /// <summary>The host that a client asks for; empty when it names none.</summary>
    internal ReadOnlySpan<byte> HostName()
    {
        var at = ExtensionsOffset + 2;
        for (var count = 0; count < MaxExtensions && TryReadExtension(ref at, out var type, out var data, out _); count++)
        {
            if (type != ServerName) continue;
            // List length (2), kind (1), name length (2), name.
            if (data.Length < 5 || data[2] != 0) return default;
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
            return length <= data.Length - 5 ? data.Slice(5, length) : default;
        }

        return default;
    }

    /// <summary>The version that a server chose.</summary>
    internal int NegotiatedVersion()
    {
        var at = ExtensionsOffset + 2;
        for (var count = 0; count < MaxExtensions && TryReadExtension(ref at, out var type, out var data, out _); count++)
        {
            if (type == SupportedVersions && data.Length == 2) return BinaryPrimitives.ReadUInt16BigEndian(data);
        }

        return LegacyVersion;
    }

    private ushort U16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(body[offset..]);
}
