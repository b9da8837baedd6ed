using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;

namespace Packet.Dissect.Http;

/// <summary>
/// HTTP/1.x (RFC 9112) as far as one segment carries it: start line, header fields, and a body as long as the header says. Each message of a
/// segment adds to the row. A body that goes on in later segments is not followed: those show as TCP.
/// </summary>
internal static class HttpLayer
{
    private const string Protocol = "HTTP";

    // Servers refuse more than a hundred or so.
    private const int MaxHeaderLines = 256;

    /// <summary>True for a port on which a request is recognised by its method alone.</summary>
    internal static bool IsPort(int port) => port is 80 or 3128 or 8000 or 8080 or 8088;

    /// <summary>Reads the payload when it begins with a start line; false, and nothing done, when it does not.</summary>
    internal static bool TryDissect(ref Pass pass, View view, bool isHttpPort)
    {
        if (!HttpStartLine.TryParse(pass.Bytes(view), isHttpPort, out var start)) return false;
        pass.StartRow(Protocol);
        pass.Facts |= PacketFacts.Http;
        while (true)
        {
            DissectMessage(ref pass, ref view, start);
            if (view.Captured == 0 || pass.HasError || !pass.TryStep()) return true;
            if (!HttpStartLine.TryParse(pass.Bytes(view), isHttpPort, out start)) break;
        }

        DataNode.Describe(ref pass, view);
        return true;
    }

    private static void DissectMessage(ref Pass pass, ref View view, in HttpStartLine start)
    {
        var message = view;
        var line = pass.Frame.Slice(view.Offset, start.Length);
        pass.Info.AppendEscaped(line).Append(' ');
        var root = pass.Tree is null ? null : pass.AddLayer("http", "Hypertext Transfer Protocol", view.Offset, view.Captured);
        if (root is not null) HttpTree.DescribeStartLine(ref pass, root, view.Offset, start);
        view = view.Skip(start.Length + start.LineEndLength);
        if (start.LineEndLength == 0)
        {
            // The line goes on where the capture or the segment ends.
            if (view.Reported > view.Captured) pass.Require(view, view.Captured + 1, Protocol);
            return;
        }

        var headers = new HttpHeaders();
        var isWhole = TryDissectHeaders(ref pass, root, ref view, ref headers);
        if (!isWhole)
        {
            root?.AddGenerated(null, "[Header fields go on in a later segment]");
            return;
        }

        var body = view.Take(HttpBody.LengthOf(pass.Bytes(view), view.Reported, start, headers));
        HttpBody.AppendMedia(ref pass, body, headers);
        if (root is not null)
        {
            root.Length = body.End - message.Offset;
            HttpBody.Describe(ref pass, root, body, headers);
        }

        view = view.Skip(body.Reported);
    }

    private static bool TryDissectHeaders(ref Pass pass, FieldNode? root, ref View view, ref HttpHeaders headers)
    {
        for (var count = 0; count < MaxHeaderLines; count++)
        {
            var rest = pass.Bytes(view);
            var newLine = rest.IndexOf((byte)'\n');
            if (newLine < 0)
            {
                if (view.Reported > view.Captured) pass.Require(view, view.Captured + 1, Protocol);
                return false;
            }

            var line = rest[..newLine];
            if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
            if (root is not null) HttpTree.DescribeHeader(ref pass, root, view.Offset, line.Length, newLine + 1);
            if (line.Length > 0) headers.Note(line);
            view = view.Skip(newLine + 1);
            if (line.Length == 0) return true;
        }

        return false;
    }
}
