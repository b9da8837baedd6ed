using System.Text;

namespace Packet.Dissect.Http;

/// <summary>The header fields that decide where a body ends and what it is, collected while the others pass by.</summary>
internal struct HttpHeaders
{
    private const int MaxMediaTypeLength = 128;

    public HttpHeaders()
    {
        ContentLength = -1;
        MediaType = "";
    }

    /// <summary>The announced length of the body; -1 without one.</summary>
    internal long ContentLength { get; private set; }

    internal bool IsChunked { get; private set; }

    /// <summary>The media type in lower case, without parameters; empty without one. Not escaped.</summary>
    internal string MediaType { get; private set; }

    /// <summary>Takes note of a header line.</summary>
    internal void Note(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0) return;
        var value = line[(colon + 1)..].Trim((byte)' ');
        if (Is(line[..colon], "content-length"u8)) ContentLength = ParseLength(value);
        else if (Is(line[..colon], "transfer-encoding"u8)) IsChunked |= EndsWith(value, "chunked"u8);
        else if (Is(line[..colon], "content-type"u8)) MediaType = ParseMediaType(value);
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase)
    {
        if (name.Length != lowerCase.Length) return false;
        for (var i = 0; i < name.Length; i++)
        {
            if ((name[i] | 0x20) != lowerCase[i]) return false;
        }

        return true;
    }

    private static bool EndsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> lowerCase)
        => value.Length >= lowerCase.Length && Is(value[^lowerCase.Length..], lowerCase);

    // A number that no body has is no length at all.
    private static long ParseLength(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length > 15) return -1;
        long length = 0;
        foreach (var digit in value)
        {
            if (digit is < (byte)'0' or > (byte)'9') return -1;
            length = (length * 10) + digit - '0';
        }

        return length;
    }

    private static string ParseMediaType(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)';');
        if (end >= 0) value = value[..end];
        value = value.Trim((byte)' ');
        if (value.Length > MaxMediaTypeLength) value = value[..MaxMediaTypeLength];
        return Encoding.Latin1.GetString(value).ToLowerInvariant();
    }
}
