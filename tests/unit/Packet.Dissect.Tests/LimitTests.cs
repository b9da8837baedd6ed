using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>What happens at the bounds of the books: the oldest goes, it is counted, and packets whose conversation is gone say what they themselves say.</summary>
public sealed class LimitTests
{
    private static readonly DissectionLimits Small = new() { MaxFlows = 3, MaxAnnotations = 3, MaxPendingRequests = 3 };

    [Fact]
    public void NoMoreConversationsAreKeptThanTheLimitAllows()
    {
        var dissection = new Dissection(Small);
        for (ushort port = 1; port <= 100; port++) Observe(dissection, port, Syn(port, 5000));

        Assert.Equal(3, dissection.Counters.Flows);
        Assert.Equal(97, dissection.Counters.EvictedFlows);
        Assert.Equal(100, dissection.Counters.ObservedPackets);
    }

    [Fact]
    public void ASegmentOfAForgottenConversationShowsTheNumbersOnTheWire()
    {
        var dissection = new Dissection(Small);
        for (ushort port = 1; port <= 10; port++) Observe(dissection, port, Syn(port, 5000));

        Assert.Equal("10 → 9 [SYN] Seq=0 Win=1000 Len=0", Row(dissection, 10, Syn(10, 5000)).Info);
        Assert.Equal("1 → 9 [SYN] Seq=5000 Win=1000 Len=0", Row(dissection, 1, Syn(1, 5000)).Info);
        var tree = dissection.Dissect(Frames.Packet(1, Syn(1, 5000)));
        Assert.Contains(TreeCheck.AllLines(tree), line => line.Label == "[Conversation no longer kept: sequence numbers are those on the wire]");
        Assert.DoesNotContain(TreeCheck.AllLines(tree), line => line.Label.Contains("(relative sequence number)", StringComparison.Ordinal));
    }

    [Fact]
    public void AConversationInUseOutlivesOnesThatAreNot()
    {
        var dissection = new Dissection(Small);
        long number = 0;
        for (ushort port = 10; port <= 60; port++)
        {
            Observe(dissection, ++number, Syn(1, 5000));
            Observe(dissection, ++number, Syn(port, 7000));
        }

        Assert.StartsWith("1 → 9 [ACK] Seq=1 ", Row(dissection, number + 1, Frames.Tcp(1, 2, 1, 9, 5001, 0, Frames.Ack, [])).Info, StringComparison.Ordinal);
    }

    [Fact]
    public void PortsUsedAgainKeepEachConversationsNumbersApart()
    {
        var dissection = new Dissection(new DissectionLimits());
        for (var number = 1; number <= 5; number++) Observe(dissection, number, Syn(1, (uint)number * 1000));

        for (var number = 1; number <= 5; number++)
            Assert.EndsWith("1 → 9 [SYN] Seq=0 Win=1000 Len=0", Row(dissection, number, Syn(1, (uint)number * 1000)).Info, StringComparison.Ordinal);
    }

    [Fact]
    public void AFloodOfPortsUsedAgainTakesEightPlacesAndTheOldestAreForgotten()
    {
        var dissection = new Dissection(new DissectionLimits { MaxFlows = 100 });
        for (var number = 1; number <= 1000; number++) Observe(dissection, number, Syn(1, (uint)number * 1000));

        Assert.Equal(8, dissection.Counters.Flows);
        Assert.Equal(992, dissection.Counters.EvictedFlows);
        Assert.EndsWith("Seq=0 Win=1000 Len=0", Row(dissection, 1000, Syn(1, 1_000_000)).Info, StringComparison.Ordinal);
        Assert.EndsWith("Seq=0 Win=1000 Len=0", Row(dissection, 993, Syn(1, 993_000)).Info, StringComparison.Ordinal);
        Assert.EndsWith("Seq=992000 Win=1000 Len=0", Row(dissection, 992, Syn(1, 992_000)).Info, StringComparison.Ordinal);
    }

    [Fact]
    public void FindingsBeyondTheLimitGoOldestFirst()
    {
        var dissection = new Dissection(Small);
        Observe(dissection, 1, Frames.Tcp(1, 2, 1, 9, 100, 1, Frames.Ack, [1, 2, 3]));
        for (var number = 2; number <= 10; number++) Observe(dissection, number, Lost(number));

        Assert.Equal(6, dissection.Counters.EvictedAnnotations);
        Assert.StartsWith("[TCP Previous segment not captured] ", Row(dissection, 10, Lost(10)).Info, StringComparison.Ordinal);
        Assert.StartsWith("[TCP Previous segment not captured] ", Row(dissection, 8, Lost(8)).Info, StringComparison.Ordinal);
        Assert.StartsWith("1 → 9 ", Row(dissection, 7, Lost(7)).Info, StringComparison.Ordinal);
    }

    [Fact]
    public void ARequestThatWaitsTooLongIsForgottenAndItsReplySaysNothingAboutIt()
    {
        var dissection = new Dissection(Small);
        for (ushort sequence = 1; sequence <= 5; sequence++) Observe(dissection, sequence, Frames.Echo(false, 7, sequence));
        for (ushort sequence = 1; sequence <= 5; sequence++) Observe(dissection, 10 + sequence, Frames.Echo(true, 7, sequence));

        Assert.Equal(2, dissection.Counters.EvictedRequests);
        Assert.EndsWith("ttl=64", Row(dissection, 12, Frames.Echo(true, 7, 2)).Info, StringComparison.Ordinal);
        Assert.EndsWith("(request in 3)", Row(dissection, 13, Frames.Echo(true, 7, 3)).Info, StringComparison.Ordinal);
        Assert.EndsWith("(request in 5)", Row(dissection, 15, Frames.Echo(true, 7, 5)).Info, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnsweredRequestLeavesItsPlaceToOthersWithoutCountingAsForgotten()
    {
        var dissection = new Dissection(Small);
        for (ushort sequence = 1; sequence <= 50; sequence++)
        {
            Observe(dissection, sequence * 2, Frames.Echo(false, 7, sequence));
            Observe(dissection, (sequence * 2) + 1, Frames.Echo(true, 7, sequence));
        }

        Assert.Equal(0, dissection.Counters.EvictedRequests);
    }

    [Fact]
    public void ResetForgetsEverything()
    {
        var dissection = new Dissection(Small);
        for (ushort port = 1; port <= 10; port++) Observe(dissection, port, Syn(port, 5000));
        Observe(dissection, 11, Frames.Echo(false, 7, 1));

        dissection.Reset();

        Assert.Equal(0, dissection.Counters.Flows);
        Assert.Equal(0, dissection.Counters.EvictedFlows);
        Assert.Equal(0, dissection.Counters.ObservedPackets);
        Observe(dissection, 1, Frames.Echo(true, 7, 1));
        Assert.EndsWith("ttl=64", Row(dissection, 1, Frames.Echo(true, 7, 1)).Info, StringComparison.Ordinal);
        Observe(dissection, 2, Syn(10, 8000));
        Assert.Equal("10 → 9 [SYN] Seq=0 Win=1000 Len=0", Row(dissection, 2, Syn(10, 8000)).Info);
    }

    [Fact]
    public void LayersWithinLayersEndAtTheLimit()
    {
        // 100 VLAN tags around a UDP packet.
        var inner = Frames.Udp(1, 2, [1, 2, 3]);
        byte[] frame = [.. inner.AsSpan(0, 12), .. Enumerable.Repeat<byte[]>([0x81, 0x00, 0x00, 0x05], 100).SelectMany(tag => tag), .. inner.AsSpan(12)];
        var dissection = new Dissection(new DissectionLimits());

        var tree = dissection.Dissect(Frames.Packet(1, frame));

        Assert.InRange(tree.Roots.Count, 32, 35);
        Assert.DoesNotContain(tree.Roots, root => root.Name == "udp");
        Assert.Equal("[Layers beyond 32 are not decoded]", tree.Roots[^1].Label);
        TreeCheck.Verify(tree, frame.Length);
    }

    [Fact]
    public void ATreeEndsAtItsLimitAndSaysSo()
    {
        byte[] message = [0, 1, 1, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat<byte[]>([0, 0, 1, 0, 1], 500).SelectMany(question => question)];
        var dissection = new Dissection(new DissectionLimits { MaxTreeNodes = 100 });

        var tree = dissection.Dissect(Frames.Packet(1, Frames.Udp(40000, 53, message)));

        Assert.True(tree.IsCut);
        Assert.Equal("[Tree cut at 100 lines]", tree.Roots[^1].Label);
        Assert.InRange(TreeCheck.AllLines(tree).Count(), 100, 110);
    }

    [Fact]
    public void ARowEndsAtItsLimitWithAnEllipsis()
    {
        byte[] message = [0, 1, 1, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat<byte[]>([0, 0, 1, 0, 1], 500).SelectMany(question => question)];
        var dissection = new Dissection(new DissectionLimits { MaxInfoLength = 60 });

        var row = dissection.Summarise(Frames.Packet(1, Frames.Udp(40000, 53, message)));

        Assert.Equal(60, row.Info.Length);
        Assert.EndsWith("…", row.Info, StringComparison.Ordinal);
    }

    private static byte[] Syn(ushort port, uint sequence) => Frames.Tcp(1, 2, port, 9, sequence, 0, Frames.Syn, []);

    private static byte[] Lost(int number) => Frames.Tcp(1, 2, 1, 9, (uint)number * 1000, 1, Frames.Ack, [1, 2, 3]);

    private static void Observe(Dissection dissection, long number, byte[] frame) => dissection.Observe(Frames.Packet(number, frame));

    private static PacketSummary Row(Dissection dissection, long number, byte[] frame) => dissection.Summarise(Frames.Packet(number, frame));
}
