using System.Net;
using System.Text;
using System.Text.Json;
using Bpf.Wire;
using Packet.Dissect.Processes;
using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>Who likely has a packet, from tables of sockets and news of them.</summary>
public class ProcessBookTests
{
    private const byte Tcp = 6, Udp = 17;

    private static readonly DateTimeOffset Noon = SocketTable.Noon;

    private readonly ProcessBook book = new();

    [Fact]
    public void AConnectionNamesItsProcessInBothDirections()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 443, "198.51.100.9", 40000).ToJson());
        var request = Flow(Tcp, "198.51.100.9", 40000, "192.0.2.1", 443);
        Assert.Equal((null, "nginx[7]"), Ends(request, FrameDirection.In));
        Assert.Equal(("nginx[7]", null), Ends(request.Reversed, FrameDirection.Out));
        Assert.Equal((null, "nginx[7]"), Ends(request, FrameDirection.None));
    }

    [Fact]
    public void APacketThatStaysOnTheMachineHasAProcessAtEachEnd()
    {
        book.Take(new SocketTable().Add(1, "127.0.0.1", 443, "127.0.0.1", 40000).Add(2, "127.0.0.1", 40000, "127.0.0.1", 443, processId: 8, name: "curl").ToJson());
        Assert.Equal(("curl[8]", "nginx[7]"), Ends(Flow(Tcp, "127.0.0.1", 40000, "127.0.0.1", 443), FrameDirection.Out));
    }

    [Fact]
    public void ProtocolAddressAndPortHaveAllToBeTheSockets()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 443, "198.51.100.9", 40000).ToJson());
        Assert.Equal((null, null), Ends(Flow(Udp, "198.51.100.9", 40000, "192.0.2.1", 443)));
        Assert.Equal((null, null), Ends(Flow(Tcp, "198.51.100.8", 40000, "192.0.2.1", 443)));
        Assert.Equal((null, null), Ends(Flow(Tcp, "198.51.100.9", 40001, "192.0.2.1", 443)));
        Assert.Equal((null, null), Ends(Flow(Tcp, "198.51.100.9", 40000, "192.0.2.2", 443)));
    }

    [Theory]
    [InlineData("0.0.0.0", "192.0.2.1")]
    [InlineData("::", "192.0.2.1")]
    [InlineData("::", "2001:db8::1")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    public void AListenerAnswersForWhatArrivesAtItsPort(string bound, string local)
    {
        book.Take(new SocketTable().Add(1, bound, 53, protocol: "udp").ToJson());
        var remote = local.Contains(':', StringComparison.Ordinal) ? "2001:db8::9" : "198.51.100.9";
        var query = Flow(Udp, remote, 40000, local, 53);
        Assert.Equal((null, "nginx[7]"), Ends(query, FrameDirection.In));
        Assert.Equal(("nginx[7]", null), Ends(query.Reversed, FrameDirection.Out));
        // Somebody else's server on the same port, asked from here.
        Assert.Equal((null, null), Ends(query, FrameDirection.Out));
        Assert.Equal((null, null), Ends(query.Reversed, FrameDirection.In));
    }

    [Fact]
    public void AListenerOnAllIPv4AddressesHasNoIPv6Packets()
    {
        book.Take(new SocketTable().Add(1, "0.0.0.0", 53, protocol: "udp").ToJson());
        Assert.Equal((null, null), Ends(Flow(Udp, "2001:db8::9", 40000, "2001:db8::1", 53), FrameDirection.In));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.53")]
    [InlineData("::1", "::1")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    public void BothEndsOfAPacketFromTheMachineToItselfMayBeListeners(string client, string server)
    {
        book.Take(new SocketTable()
            .Add(1, server, 53, protocol: "udp", name: "resolver")
            .Add(2, client, 40000, server, 53, protocol: "udp", name: "connected")
            .Add(3, client.Contains(':', StringComparison.Ordinal) ? "::" : "0.0.0.0", 40001, protocol: "udp", name: "bound").ToJson());
        // The loopback interface calls every packet outgoing.
        Assert.Equal(("connected[7]", "resolver[7]"), Ends(Flow(Udp, client, 40000, server, 53), FrameDirection.Out));
        Assert.Equal(("resolver[7]", "connected[7]"), Ends(Flow(Udp, server, 53, client, 40000), FrameDirection.Out));
        Assert.Equal(("bound[7]", "resolver[7]"), Ends(Flow(Udp, client, 40001, server, 53), FrameDirection.Out));
        // Too short a life to be in any sample.
        Assert.Equal((null, "resolver[7]"), Ends(Flow(Udp, client, 40002, server, 53), FrameDirection.Out));
        Assert.True(book.Find(Flow(Udp, client, 40002, server, 53), FrameDirection.Out, Nanoseconds(Noon)).AreBothHere);
    }

    [Theory]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("::2")]
    public void AnAddressBesideTheLoopbackOnesIsElsewhere(string server)
    {
        book.Take(new SocketTable().Add(1, "::", 53, protocol: "udp").ToJson());
        var flow = Flow(Udp, server.Contains(':', StringComparison.Ordinal) ? "2001:db8::1" : "192.0.2.1", 40000, server, 53);
        Assert.Equal(default, book.Find(flow, FrameDirection.Out, Nanoseconds(Noon)));
    }

    [Fact]
    public void TheMoreParticularSocketHasThePacket()
    {
        book.Take(new SocketTable()
            .Add(1, "::", 53, protocol: "udp", name: "six")
            .Add(2, "0.0.0.0", 53, protocol: "udp", name: "four")
            .Add(3, "192.0.2.1", 53, protocol: "udp", name: "bound")
            .Add(4, "192.0.2.1", 53, "198.51.100.9", 40000, protocol: "udp", name: "connected").ToJson());
        Assert.Equal((null, "connected[7]"), Ends(Flow(Udp, "198.51.100.9", 40000, "192.0.2.1", 53), FrameDirection.In));
        Assert.Equal((null, "bound[7]"), Ends(Flow(Udp, "198.51.100.9", 40001, "192.0.2.1", 53), FrameDirection.In));
        Assert.Equal((null, "four[7]"), Ends(Flow(Udp, "198.51.100.9", 40000, "192.0.2.2", 53), FrameDirection.In));
        Assert.Equal((null, "six[7]"), Ends(Flow(Udp, "2001:db8::9", 40000, "2001:db8::1", 53), FrameDirection.In));
    }

    [Fact]
    public void ASocketHasThePacketsOfItsTimeAndThreeSecondsAround()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 443, "198.51.100.9", 40000, firstSeen: Noon, lastSeen: Noon.AddSeconds(10)).ToJson());
        foreach (var (seconds, isNamed) in new[] { (-3.1, false), (-3, true), (0, true), (13, true), (13.1, false) })
            Assert.Equal(isNamed, Ends(Flow(Tcp, "198.51.100.9", 40000, "192.0.2.1", 443), at: Noon.AddSeconds(seconds)).Receiver is not null);
    }

    [Fact]
    public void ASocketOlderThanTheSamplesHasThePacketsOfAnHourBefore()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 443, "198.51.100.9", 40000, wasThere: true).ToJson());
        var flow = Flow(Tcp, "198.51.100.9", 40000, "192.0.2.1", 443);
        Assert.Equal("nginx[7]", Ends(flow, at: Noon.AddMinutes(-60)).Receiver);
        Assert.Null(Ends(flow, at: Noon.AddMinutes(-61)).Receiver);
    }

    [Fact]
    public void APortThatIsUsedAgainHasTwoProcessesOneAfterTheOther()
    {
        book.Take(new SocketTable { IsWhole = true }.Add(1, "192.0.2.1", 443, "198.51.100.9", 40000, name: "first").ToJson());
        book.Take(new SocketTable { IsWhole = false, Time = Noon.AddSeconds(60), Gone = [1] }
            .Add(2, "192.0.2.1", 443, "198.51.100.9", 40000, name: "second", firstSeen: Noon.AddSeconds(60)).ToJson());
        var flow = Flow(Tcp, "198.51.100.9", 40000, "192.0.2.1", 443);
        Assert.Equal("first[7]", Ends(flow, at: Noon.AddSeconds(5)).Receiver);
        Assert.Equal("second[7]", Ends(flow, at: Noon.AddSeconds(60)).Receiver);
    }

    [Fact]
    public void NewsAddAndChangeAndLeaveTheRestAsItIs()
    {
        book.Take(new SocketTable { IsWhole = true }.Add(1, "192.0.2.1", 1, name: "one").Add(2, "192.0.2.1", 2, processId: null, name: null).ToJson());
        Assert.Null(Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 2), FrameDirection.In).Receiver);
        book.Take(new SocketTable { IsWhole = false }.Add(2, "192.0.2.1", 2, name: "two").Add(3, "192.0.2.1", 3, name: "three").ToJson());
        Assert.Equal(
            ["one[7]", "two[7]", "three[7]"],
            Enumerable.Range(1, 3).Select(port => Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", port), FrameDirection.In, Noon.AddSeconds(60)).Receiver));
        Assert.Equal(3, book.Count);
    }

    [Fact]
    public void ASocketThatLostItsProcessKeepsTheName()
    {
        book.Take(new SocketTable { IsWhole = true }.Add(1, "192.0.2.1", 1).ToJson());
        book.Take(new SocketTable { IsWhole = false }.Add(1, "192.0.2.1", 1, processId: null, name: null).ToJson());
        Assert.Equal("nginx[7]", Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In).Receiver);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void WhatAWholeTableDoesNotHaveIsClosedAndStaysKnown(bool? isWhole)
    {
        book.Take(new SocketTable { IsWhole = isWhole }.Add(1, "192.0.2.1", 1).ToJson());
        book.Take(new SocketTable { IsWhole = isWhole, Time = Noon.AddSeconds(30) }.ToJson());
        var flow = Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1);
        Assert.Equal("nginx[7]", Ends(flow, FrameDirection.In, Noon.AddSeconds(30)).Receiver);
        Assert.Null(Ends(flow, FrameDirection.In, Noon.AddSeconds(60)).Receiver);
        Assert.Equal(1, book.Count);
    }

    [Fact]
    public void TheSameSocketInTheNextTableIsNoOther()
    {
        for (var i = 0; i < 5; i++) book.Take(new SocketTable { Time = Noon.AddSeconds(i) }.Add(1, "192.0.2.1", 1).ToJson());
        Assert.Equal(1, book.Count);
    }

    [Fact]
    public void AWholeTableMayComeInSeveralItems()
    {
        for (var round = 0; round < 3; round++)
        {
            var time = Noon.AddSeconds(30 * round);
            book.Take(new SocketTable { IsWhole = true, Time = time }.Add(1, "192.0.2.1", 1, name: "one").ToJson());
            book.Take(new SocketTable { IsWhole = false, Time = time }.Add(2, "192.0.2.1", 2, name: "two").ToJson());
            book.Take(new SocketTable { IsWhole = false, Time = time }.Add(3, "192.0.2.1", 3, name: "three").ToJson());
            Assert.Equal(3, book.Count);
            Assert.Equal(
                ["one[7]", "two[7]", "three[7]"],
                Enumerable.Range(1, 3).Select(port => Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", port), FrameDirection.In, Noon.AddHours(1)).Receiver));
        }

        // One that is in none of them any more.
        book.Take(new SocketTable { IsWhole = true, Time = Noon.AddSeconds(90) }.Add(1, "192.0.2.1", 1, name: "one").ToJson());
        book.Take(new SocketTable { IsWhole = false, Time = Noon.AddSeconds(90) }.Add(3, "192.0.2.1", 3, name: "three").ToJson());
        Assert.Null(Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 2), FrameDirection.In, Noon.AddHours(1)).Receiver);
        Assert.NotNull(Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 3), FrameDirection.In, Noon.AddHours(1)).Receiver);
    }

    [Fact]
    public void ProcessesThatShareANumberInOneTableKeepTheirNames()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 1, name: "one").Add(2, "192.0.2.1", 2, name: "two").Add(3, "192.0.2.1", 3, name: "one", unit: "one.service").ToJson());
        Assert.Equal(
            ["one (7)", "two (7)", "one (7), one.service"],
            Enumerable.Range(1, 3).Select(port => book.Find(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", port), FrameDirection.In, Nanoseconds(Noon)).Long));
    }

    [Fact]
    public void ASamplerThatBeganAnewHasTheNumbersForOtherSockets()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 1, name: "one").ToJson());
        book.Take(new SocketTable { Time = Noon.AddSeconds(60) }.Add(1, "192.0.2.1", 2, name: "two", firstSeen: Noon.AddSeconds(60)).ToJson());
        Assert.Equal("one[7]", Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In).Receiver);
        Assert.Equal("two[7]", Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 2), FrameDirection.In, Noon.AddSeconds(60)).Receiver);
        Assert.Null(Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In, Noon.AddSeconds(120)).Receiver);
    }

    [Fact]
    public void TheVersionGoesUpWithEveryTableAndWithForgetting()
    {
        var table = new SocketTable().Add(1, "192.0.2.1", 1).ToJson();
        List<int> versions = [book.Version];
        for (var i = 0; i < 2; i++)
        {
            book.Take(table);
            versions.Add(book.Version);
        }

        book.Clear();
        versions.Add(book.Version);
        Assert.Equal(versions.Order().Distinct(), versions);
        Assert.Equal((0, null), (book.Count, book.SampledAt));
        Assert.Equal((null, null), Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In));
    }

    [Fact]
    public void OverTheBoundTheSocketsGoThatWereClosedFirstAndOpenOnesStay()
    {
        // The oldest of all is a server that listens.
        book.Take(new SocketTable { IsWhole = true }.Add(1, "0.0.0.0", 80, name: "listener").ToJson());
        const int batch = 4096;
        var batches = ProcessBook.MaxSockets / batch;
        for (var i = 0; i < batches; i++)
        {
            var table = new SocketTable { IsWhole = false };
            for (var j = 0; j < batch; j++) table.Add(2 + (i * batch) + j, "192.0.2.1", 1 + j, "198.51.100.9", 1 + i, lastSeen: Noon);
            book.Take(table.ToJson());
        }

        Assert.Equal((ProcessBook.MaxSockets, 1), (book.Count, book.Evicted));
        Assert.Equal("listener[7]", Ends(Flow(Tcp, "198.51.100.8", 9, "192.0.2.1", 80), FrameDirection.In).Receiver);
        Assert.Null(Ends(Flow(Tcp, "198.51.100.9", 1, "192.0.2.1", 1)).Receiver);
        Assert.Equal("nginx[7]", Ends(Flow(Tcp, "198.51.100.9", 1, "192.0.2.1", 2)).Receiver);
        Assert.Equal("nginx[7]", Ends(Flow(Tcp, "198.51.100.9", batches, "192.0.2.1", batch)).Receiver);
    }

    [Fact]
    public void OverTheBoundTheOldestGoesWhenAllAreOpen()
    {
        var table = new SocketTable { IsWhole = true };
        for (var i = 0; i <= ProcessBook.MaxSockets; i++) table.Add(i, "192.0.2.1", 1 + (i % 60000), "198.51.100.9", 1 + (i / 60000));
        book.Take(table.ToJson());
        Assert.Equal((ProcessBook.MaxSockets, 1), (book.Count, book.Evicted));
        Assert.Null(Ends(Flow(Tcp, "198.51.100.9", 1, "192.0.2.1", 1)).Receiver);
        // What went comes back with the next table that has it.
        book.Take(new SocketTable { IsWhole = true, Time = Noon.AddSeconds(1) }.Add(0, "192.0.2.1", 1, "198.51.100.9", 1).ToJson());
        Assert.Equal("nginx[7]", Ends(Flow(Tcp, "198.51.100.9", 1, "192.0.2.1", 1)).Receiver);
        Assert.Equal(ProcessBook.MaxSockets, book.Count);
    }

    [Fact]
    public void NamesThatProcessesChooseAreEscapedAndCut()
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 1, name: "a\u001b[31m\u202e\n<b>", unit: "u\0.service", container: new string('c', 300)).ToJson());
        var process = book.Find(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In, Nanoseconds(Noon)).Receiver!;
        Assert.Equal(@"a\x1b[31m\u202e\n<b>", process.Name);
        Assert.Equal(@"u\x00.service", process.Unit);
        Assert.Equal(new string('c', 127) + "…", process.Container);
    }

    [Fact]
    public void WhatIsNoSocketIsLeftOut()
    {
        book.Take(new SocketTable()
            .AddOther(null)
            .AddOther(new { })
            .Add(1, "192.0.2.1", 0)
            .Add(2, "192.0.2.1", 65_536)
            .Add(3, "192.0.2.1", -1)
            .Add(4, "192.0.2.1", 1, "198.51.100.9", 65_536)
            .Add(5, "here", 1)
            .Add(6, "192.0.2.1", 1, "", 2)
            .Add(7, "192.0.2.1", 1, protocol: "icmp")
            .Add(8, "192.0.2.1", 1, protocol: "TCP")
            .Add(9, "192.0.2.1", 9).ToJson());
        Assert.Equal(1, book.Count);
        Assert.Equal("nginx[7]", Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 9), FrameDirection.In).Receiver);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"sockets\":[{\"id\":\"one\"}]}")]
    [InlineData("{\"sockets\":[")]
    public void WhatIsNoTableIsRefusedAndChangesNothing(string text)
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 1).ToJson());
        var version = book.Version;
        Assert.Throws<JsonException>(() => book.Take(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((version, 1), (book.Version, book.Count));
        Assert.Equal("nginx[7]", Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In).Receiver);
    }

    [Theory]
    [InlineData(0, 0, false, 0, null)]
    [InlineData(3, 0, false, 0, null)]
    [InlineData(3, 12, false, 0, "The service may not look at 12 processes of other users, so some names are missing; as root it may.")]
    [InlineData(0, 12, true, 0, "The machine has more sockets, processes or open files than a sample looks at, so some names are missing.")]
    [InlineData(0, 0, false, 1, "The machine has more sockets, processes or open files than a sample looks at, so some names are missing.")]
    public void WhatTheServerCouldNotSeeIsASentence(int unknown, int unseen, bool isCut, int leftOut, string? sentence)
    {
        Assert.Null(book.Shortcoming);
        book.Take(new SocketTable { Unknown = unknown, UnseenProcesses = unseen, IsCut = isCut, LeftOut = leftOut }.ToJson());
        Assert.Equal((sentence, (DateTimeOffset?)Noon), (book.Shortcoming, book.SampledAt));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z")]
    public void TimesThatCannotBeAreTaken(string first, string last)
    {
        book.Take(new SocketTable().Add(1, "192.0.2.1", 1, firstSeen: DateTimeOffset.Parse(first, null), lastSeen: DateTimeOffset.Parse(last, null)).ToJson());
        Assert.Equal(first[0] == '0', Ends(Flow(Tcp, "198.51.100.9", 9, "192.0.2.1", 1), FrameDirection.In).Receiver is not null);
    }

    private static PacketFlow Flow(byte protocol, string source, int sourcePort, string destination, int destinationPort) =>
        new(protocol, Number(source), (ushort)sourcePort, Number(destination), (ushort)destinationPort);

    private static UInt128 Number(string address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(address).MapToIPv6().GetAddressBytes());

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private (string? Sender, string? Receiver) Ends(PacketFlow flow, FrameDirection direction = FrameDirection.None, DateTimeOffset? at = null)
    {
        var processes = book.Find(flow, direction, Nanoseconds(at ?? Noon));
        return (processes.Sender?.Short, processes.Receiver?.Short);
    }
}
