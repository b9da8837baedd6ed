using System.Text;
using Packet.Dissect.Cursor;

namespace Packet.Dissect.Http;

/// <summary>What follows the header fields: where it ends (RFC 9112 §6.3) and what the row says about it.</summary>
internal static class HttpBody
{
    // A segment with more is taken to be all chunks.
    private const int MaxChunks = 64;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Bytes of the body, on the wire and in this segment at most <paramref name="reported"/>.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> rest, int reported, in HttpStartLine start, in HttpHeaders headers)
    {
        if (start.IsBodiless) return 0;
        if (headers.IsChunked) return ChunkedLength(rest, reported);
        if (headers.ContentLength >= 0) return (int)Math.Min(headers.ContentLength, reported);
        return start.IsResponse ? reported : 0;
    }

    /// <summary>Appends the media type of a body that is there: in brackets, or as the protocol that reads it.</summary>
    internal static void AppendMedia(ref Pass pass, View body, in HttpHeaders headers)
    {
        if (body.Reported == 0 || headers.MediaType.Length == 0) return;
        var type = headers.MediaType;
        if (IsJson(type))
        {
            pass.Protocol = "HTTP/JSON";
            pass.Info.Append(", JavaScript Object Notation (").AppendEscaped(Encoding.Latin1.GetBytes(type)).Append(')');
        }
        else if (IsXml(type))
        {
            pass.Protocol = "HTTP/XML";
        }
        else if (type == "image/png" && pass.Bytes(body).StartsWith(PngSignature))
        {
            pass.Info.Append(" (PNG)");
        }
        else if (type != "application/octet-stream" && !type.StartsWith("multipart/", StringComparison.Ordinal))
        {
            pass.Info.Append(" (").AppendEscaped(Encoding.Latin1.GetBytes(type)).Append(')');
        }
    }

    internal static void Describe(ref Pass pass, FieldNode root, View body, in HttpHeaders headers)
    {
        if (body.Reported == 0) return;
        var title = body.Reported == 1 ? "File Data: 1 byte" : $"File Data: {body.Reported} bytes";
        var node = root.Add("http.file_data", title, body.Offset, body.Captured);
        if (headers.ContentLength > body.Reported)
            node.AddGenerated(null, $"[The body goes on in later segments: {headers.ContentLength} bytes in all]");
        if (body.Captured > 0)
            node.AddGenerated("http.file_data", DisplayText.Escape(pass.Bytes(body)), body.Offset, body.Captured);
    }

    private static bool IsJson(string type) => type is "application/json" or "application/problem+json" or "application/json-rpc" or "application/jsonrequest";

    private static bool IsXml(string type) => type is "text/xml" or "application/xml" or "image/svg+xml" or "application/rss+xml"
        or "application/atom+xml" or "application/soap+xml";

    // Chunks: their length in hexadecimal on a line, that many bytes, a line end; the last has length 0.
    private static int ChunkedLength(ReadOnlySpan<byte> rest, int reported)
    {
        var at = 0;
        for (var count = 0; count < MaxChunks && at < rest.Length; count++)
        {
            var newLine = rest[at..].IndexOf((byte)'\n');
            if (newLine < 0 || !TryParseSize(rest.Slice(at, newLine), out var size)) return reported;
            at += newLine + 1;
            if (size == 0)
            {
                var end = rest[at..].IndexOf((byte)'\n');
                return end < 0 ? reported : at + end + 1;
            }

            if (size > rest.Length - at) return reported;
            at += (int)size + 2;
        }

        return reported;
    }

    private static bool TryParseSize(ReadOnlySpan<byte> line, out long size)
    {
        size = 0;
        var digits = 0;
        foreach (var character in line)
        {
            var value = character switch
            {
                >= (byte)'0' and <= (byte)'9' => character - '0',
                >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
                _ => -1,
            };
            if (value < 0) break;
            if (++digits > 8) return false;
            size = (size << 4) | (uint)value;
        }

        return digits > 0;
    }
}
