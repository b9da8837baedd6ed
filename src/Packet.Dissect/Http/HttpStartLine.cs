namespace Packet.Dissect.Http;

/// <summary>The first line of a message, and what kind of message it begins.</summary>
internal readonly struct HttpStartLine
{
    private const int MaxMethodLength = 12;

    private HttpStartLine(int length, int lineEndLength, bool isResponse, int status)
    {
        Length = length;
        LineEndLength = lineEndLength;
        IsResponse = isResponse;
        Status = status;
    }

    /// <summary>Bytes of the line without its end.</summary>
    internal int Length { get; }

    /// <summary>Bytes of the line's end: 2, 1 without the carriage return, 0 where the line is cut off.</summary>
    internal int LineEndLength { get; }

    internal bool IsResponse { get; }

    /// <summary>The status code of a response; 0 when it is no number.</summary>
    internal int Status { get; }

    /// <summary>A response or request never has a body with these.</summary>
    internal bool IsBodiless => IsResponse && (Status is (>= 100 and < 200) or 204 or 304);

    /// <summary>
    /// Recognises a status line by its version, a request by its method and version; on an HTTP port the method is enough, so that a line longer than
    /// the segment is recognised too.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> payload, bool isHttpPort, out HttpStartLine start)
    {
        start = default;
        if (payload.Length < 5) return false;
        var isResponse = payload.StartsWith("HTTP/"u8);
        if (!isResponse && !StartsWithMethod(payload)) return false;
        var newLine = payload.IndexOf((byte)'\n');
        var length = newLine < 0 ? payload.Length : newLine;
        if (newLine > 0 && payload[newLine - 1] == '\r') length--;
        var line = payload[..length];
        if (!isResponse && !EndsWithVersion(line) && !isHttpPort) return false;
        start = new HttpStartLine(length, newLine < 0 ? 0 : newLine + 1 - length, isResponse, isResponse ? StatusIn(line) : 0);
        return true;
    }

    private static bool StartsWithMethod(ReadOnlySpan<byte> payload)
    {
        var end = payload[..Math.Min(payload.Length, MaxMethodLength + 1)].IndexOf((byte)' ');
        if (end < 3) return false;
        var method = payload[..end];
        return method[0] switch
        {
            (byte)'G' => method.SequenceEqual("GET"u8),
            (byte)'P' => method.SequenceEqual("POST"u8) || method.SequenceEqual("PUT"u8) || method.SequenceEqual("PATCH"u8)
                || method.SequenceEqual("PROPFIND"u8) || method.SequenceEqual("PROPPATCH"u8),
            (byte)'H' => method.SequenceEqual("HEAD"u8),
            (byte)'D' => method.SequenceEqual("DELETE"u8),
            (byte)'O' => method.SequenceEqual("OPTIONS"u8),
            (byte)'C' => method.SequenceEqual("CONNECT"u8) || method.SequenceEqual("COPY"u8) || method.SequenceEqual("CHECKOUT"u8) || method.SequenceEqual("CHECKIN"u8),
            (byte)'T' => method.SequenceEqual("TRACE"u8),
            (byte)'M' => method.SequenceEqual("MKCOL"u8) || method.SequenceEqual("MOVE"u8) || method.SequenceEqual("MERGE"u8) || method.SequenceEqual("M-SEARCH"u8),
            (byte)'L' => method.SequenceEqual("LOCK"u8),
            (byte)'U' => method.SequenceEqual("UNLOCK"u8) || method.SequenceEqual("UNSUBSCRIBE"u8),
            (byte)'R' => method.SequenceEqual("REPORT"u8),
            (byte)'N' => method.SequenceEqual("NOTIFY"u8),
            (byte)'S' => method.SequenceEqual("SUBSCRIBE"u8) || method.SequenceEqual("SEARCH"u8),
            _ => false,
        };
    }

    private static bool EndsWithVersion(ReadOnlySpan<byte> line)
    {
        var at = line.LastIndexOf((byte)' ');
        return at > 0 && line[(at + 1)..].StartsWith("HTTP/"u8);
    }

    private static int StatusIn(ReadOnlySpan<byte> line)
    {
        var at = line.IndexOf((byte)' ');
        if (at < 0 || line.Length < at + 4) return 0;
        var status = 0;
        foreach (var digit in line.Slice(at + 1, 3))
        {
            if (digit is < (byte)'0' or > (byte)'9') return 0;
            status = (status * 10) + digit - '0';
        }

        return status;
    }
}
