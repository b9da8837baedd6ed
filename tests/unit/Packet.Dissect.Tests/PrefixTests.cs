using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>Every frame of every capture, cut at every byte.</summary>
public sealed class PrefixTests
{
    // The random conversations are long and all alike.
    private const int MaxPackets = 300;

    public static TheoryData<string> Captures() => RowGoldenTests.Captures();

    [Theory]
    [MemberData(nameof(Captures))]
    public void AFrameCutByTheSnapLengthNeverShowsAsMalformed(string capture)
    {
        foreach (var packet in Capture.Read(capture + ".pcap").Take(MaxPackets))
        {
            if (IsContradictory(packet)) continue;
            for (var length = 0; length < packet.Bytes.Length; length++)
            {
                var row = Read(packet, length, packet.WireLength);
                Assert.False(row.Info.Contains("Malformed", StringComparison.Ordinal), $"{capture} packet {packet.Number} cut at {length}: {row.Info}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void AFrameThatEndsEarlyNeverShowsAsCutByTheCapture(string capture)
    {
        foreach (var packet in Capture.Read(capture + ".pcap").Take(MaxPackets))
        {
            for (var length = 0; length < packet.Bytes.Length; length++)
            {
                var row = Read(packet, length, (uint)length);
                Assert.False(row.Info.Contains("Packet size limited", StringComparison.Ordinal), $"{capture} packet {packet.Number} of {length} bytes: {row.Info}");
            }
        }
    }

    // Some samples are malformed whole.
    private static bool IsContradictory(CapturedPacket packet) => Read(packet, packet.Bytes.Length, packet.WireLength).Info.Contains("Malformed", StringComparison.Ordinal);

    private static PacketSummary Read(CapturedPacket packet, int length, uint wireLength)
    {
        var dissection = new Dissection(new DissectionLimits { MaxFlows = 4, MaxAnnotations = 4, MaxPendingRequests = 4 });
        var input = packet.InputOf(packet.Bytes.AsSpan(0, length), wireLength);
        dissection.Observe(input);
        var row = dissection.Summarise(input);
        var tree = dissection.Dissect(input);
        Assert.Null(dissection.Counters.LastDecoderFault);
        TreeCheck.Verify(row);
        TreeCheck.Verify(tree, length);
        return row;
    }
}
