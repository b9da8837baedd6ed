using System.Buffers.Binary;
using System.Text;
using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>Texts from packets in every place that shows them: what could steer a terminal or a reader becomes a visible escape, HTML stays text.</summary>
public sealed class HostileTextTests
{
    public static TheoryData<string, string> Texts() => new()
    {
        { "<script>alert(1)</script>", "<script>alert(1)</script>" },
        { "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>" },
        { "\u001b]0;owned\u0007", "\\x1b]0;owned\\x07" },
        { "\u001b[2J\u001b[31m", "\\x1b[2J\\x1b[31m" },
        { "evil\u202egpj.exe", "evil\\u202egpj.exe" },
        { "a\u2066b\u2069c", "a\\u2066b\\u2069c" },
        { "zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff" },
        { "=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1" },
        { "{{constructor}}\"}]", "{{constructor}}\"}]" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void ADnsNameIsShownEscaped(string text, string shown)
    {
        var name = Encoding.UTF8.GetBytes(text);
        byte[] message = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte)name.Length, .. name, 0, 0, 1, 0, 1];

        AssertShows(Frames.Udp(40000, 53, message), "Standard query 0x0001 A " + shown, "Name: " + shown);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void ADnsTextRecordIsShownEscaped(string text, string shown)
    {
        var data = Encoding.UTF8.GetBytes(text);
        byte[] message = [0, 1, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 16, 0, 1, 0, 0, 0, 60, 0, (byte)(data.Length + 1), (byte)data.Length, .. data];

        AssertShows(Frames.Udp(53, 40000, message), "Standard query response 0x0001 TXT", "TXT: " + shown);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void AnHttpRequestLineAndItsHeadersAreShownEscaped(string text, string shown)
    {
        var message = Encoding.UTF8.GetBytes($"GET /{text} HTTP/1.1\r\nUser-Agent: {text}\r\n\r\n");

        AssertShows(Segment(80, message), $"GET /{shown} HTTP/1.1", $"User-Agent: {shown}\\r\\n");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void AnHttpMediaTypeIsShownEscaped(string text, string shown)
    {
        // Header values are Latin-1 as far as the row goes, so only what Latin-1 holds is compared; the tree must be safe for all.
        var message = Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {text}\r\nContent-Length: 1\r\n\r\nx");
        var row = AssertShows(Segment(80, message), null, $"Content-Type: {shown}\\r\\n");

        Assert.StartsWith("HTTP/1.1 200 OK  (", row.Info, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void AServerNameIsShownEscaped(string text, string shown)
    {
        var name = Encoding.UTF8.GetBytes(text);
        byte[] extension = [0, 0, 0, (byte)(name.Length + 5), 0, (byte)(name.Length + 3), 0, 0, (byte)name.Length, .. name];
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)extension.Length, .. extension];
        byte[] record = [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];

        AssertShows(Segment(443, record), $"Client Hello (SNI={shown})", "Server Name: " + shown);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void TheReasonInAResetIsShownEscaped(string text, string shown)
        => AssertShows(Frames.Tcp(0x0a000001, 0x0a000002, 40000, 443, 1, 0, Frames.Rst, Encoding.UTF8.GetBytes(text)), null, "Reset cause: " + shown);

    private static byte[] Segment(ushort port, byte[] payload)
    {
        var frame = Frames.Tcp(0x0a000001, 0x0a000002, 40000, port, 1, 1, Frames.Psh | Frames.Ack, payload);
        Assert.Equal(port, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(36)));
        return frame;
    }

    private static PacketSummary AssertShows(byte[] frame, string? info, string line)
    {
        var dissection = new Dissection(new DissectionLimits());
        var packet = Frames.Packet(1, frame);
        dissection.Observe(packet);
        var row = dissection.Summarise(packet);
        var tree = dissection.Dissect(packet);

        TreeCheck.Verify(row);
        TreeCheck.Verify(tree, frame.Length);
        if (info is not null) Assert.Equal(info, row.Info);
        Assert.Contains(TreeCheck.AllLines(tree), shown => shown.Label == line);
        return row;
    }
}
