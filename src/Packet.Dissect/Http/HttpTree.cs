using System.Text;
using Packet.Dissect.Cursor;

namespace Packet.Dissect.Http;

/// <summary>The lines of an HTTP message's start line and header fields.</summary>
internal static class HttpTree
{
    internal static void DescribeStartLine(ref Pass pass, FieldNode root, int at, in HttpStartLine start)
    {
        var line = pass.Frame.Slice(at, start.Length);
        var label = DisplayText.Escape(pass.Frame.Slice(at, start.Length + start.LineEndLength));
        var node = root.Add(start.IsResponse ? "http.response.line" : "http.request.line", label, at, start.Length + start.LineEndLength);
        node.AddExpert(FieldSeverity.Chat, "Sequence", label);
        var first = line.IndexOf((byte)' ');
        if (first < 0) first = line.Length;
        var rest = line[Math.Min(first + 1, line.Length)..];
        var second = start.IsResponse ? rest.IndexOf((byte)' ') : rest.LastIndexOf((byte)' ');
        if (second < 0) second = rest.Length;
        if (start.IsResponse)
        {
            Add(ref pass, node, "http.response.version", "Response Version", at, first);
            Add(ref pass, node, "http.response.code", "Status Code", at + first + 1, second);
            Add(ref pass, node, "http.response.phrase", "Response Phrase", at + first + second + 2, line.Length - first - second - 2);
        }
        else
        {
            Add(ref pass, node, "http.request.method", "Request Method", at, first);
            Add(ref pass, node, "http.request.uri", "Request URI", at + first + 1, second);
            Add(ref pass, node, "http.request.version", "Request Version", at + first + second + 2, line.Length - first - second - 2);
        }
    }

    internal static void DescribeHeader(ref Pass pass, FieldNode root, int at, int lineLength, int wholeLength)
    {
        var line = pass.Frame.Slice(at, lineLength);
        var colon = line.IndexOf((byte)':');
        var label = DisplayText.Escape(pass.Frame.Slice(at, wholeLength));
        if (colon < 0)
        {
            root.Add(null, label, at, wholeLength);
            return;
        }

        root.Add(FieldOf(line[..colon]), label, at, wholeLength, DisplayText.Escape(line[(colon + 1)..].Trim((byte)' ')));
    }

    private static void Add(ref Pass pass, FieldNode node, string name, string title, int at, int length)
    {
        if (length <= 0) return;
        var text = DisplayText.Escape(pass.Frame.Slice(at, length));
        node.Add(name, $"{title}: {text}", at, length, text);
    }

    // Wireshark has fields for these; others are only text.
    private static string? FieldOf(ReadOnlySpan<byte> name)
    {
        if (name.Length > 20) return null;
        return Encoding.Latin1.GetString(name).ToLowerInvariant() switch
        {
            "host" => "http.host",
            "user-agent" => "http.user_agent",
            "accept" => "http.accept",
            "accept-encoding" => "http.accept_encoding",
            "accept-language" => "http.accept_language",
            "authorization" => "http.authorization",
            "cache-control" => "http.cache_control",
            "connection" => "http.connection",
            "content-encoding" => "http.content_encoding",
            "content-length" => "http.content_length_header",
            "content-type" => "http.content_type",
            "cookie" => "http.cookie",
            "date" => "http.date",
            "last-modified" => "http.last_modified",
            "location" => "http.location",
            "referer" => "http.referer",
            "server" => "http.server",
            "set-cookie" => "http.set_cookie",
            "transfer-encoding" => "http.transfer_encoding",
            "upgrade" => "http.upgrade",
            "x-forwarded-for" => "http.x_forwarded_for",
            _ => null,
        };
    }
}
