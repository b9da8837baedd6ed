using System.Text;
using Packet.Dissect;
using Packet.Dissect.Processes;
using WebCap.Client.Capture;
using WebCap.Client.Store;

namespace WebCap.Client.Tests;

/// <summary>The names of processes in the list and beside the selected packet. Trees.Udp goes from 192.168.0.1:40001 to 192.168.0.2:54321.</summary>
public class ProcessTests
{
    private readonly PacketRows rows = new(new DissectionLimits());
    private readonly ProcessBook book = new();
    private readonly ProcessColumn column;

    public ProcessTests() => column = new ProcessColumn(rows, book);

    [Fact]
    public void ARowNamesTheProcessesAtBothEnds()
    {
        Append(0, Trees.Udp);
        Assert.Equal("", Text(0));
        Tell(("192.168.0.1", 40001, "192.168.0.2", 54321, "curl"), ("192.168.0.2", 54321, "192.168.0.1", 40001, "nginx"));
        Assert.Equal("curl[0] → nginx[1]", Text(0));
    }

    [Fact]
    public void ARowIsLookedUpOnceUntilTheBookKnowsMore()
    {
        Append(0, Trees.Udp);
        Tell(("192.168.0.1", 40001, "192.168.0.2", 54321, "curl"), ("192.168.0.2", 54321, "192.168.0.1", 40001, "nginx"));
        var first = Text(0);
        Assert.Same(first, Text(0));
        Tell();
        Assert.NotSame(first, Text(0));
        Assert.Equal(first, Text(0));
    }

    [Fact]
    public void RowsThatShareAPlaceInTheCacheKeepTheirOwnTexts()
    {
        Append(0, [.. Enumerable.Range(0, 300).Select(FromPort)]);
        Tell([.. Enumerable.Range(0, 300).Select(i => ("192.168.0.1", 1000 + i, "192.168.0.2", 54321, $"p{i}"))]);
        foreach (var row in new[] { 3, 259, 3, 259 }) Assert.Equal($"p{row}[{row}]", Text(row));
    }

    [Fact]
    public void TheSameRowOfAnotherCaptureHasATextOfItsOwn()
    {
        Append(0, FromPort(0));
        Tell(("192.168.0.1", 1000, "192.168.0.2", 54321, "one"), ("192.168.0.1", 1001, "192.168.0.2", 54321, "two"));
        Assert.Equal("one[0]", Text(0));
        rows.Reset();
        Append(0, FromPort(1));
        Assert.Equal("two[1]", Text(0));
    }

    [Fact]
    public void GapsAndPacketsOfNoSocketHaveNoName()
    {
        Append(0, new byte[60]);
        Append(5, Trees.Udp);
        Tell(("192.168.0.1", 40001, "192.168.0.2", 54321, "curl"));
        Assert.Equal(["", "", "curl[0]"], new[] { Text(0), Text(1), Text(2) });
    }

    [Fact]
    public void ASelectedPacketCanBeNamedWhenTheStoreHasLetItGo()
    {
        Append(0, Trees.Udp);
        var selection = new Selection(rows);
        selection.Select(0);
        rows.Clear();
        Tell(("192.168.0.1", 40001, "192.168.0.2", 54321, "curl"));
        var packet = selection.Packet!;
        Assert.Equal("curl[0]", book.Find(packet.Flow!.Value, packet.Direction, packet.TimeNanoseconds).Short);
    }

    [Fact]
    public void APacketOfNoSocketHasNoFlowToLookFor()
    {
        Append(0, new byte[60]);
        var selection = new Selection(rows);
        selection.Select(0);
        Assert.Null(selection.Packet!.Flow);
    }

    [Fact]
    public void TheNameOfTheSelectionIsNewsOnceAndGoesWithIt()
    {
        Append(0, Trees.Udp, Trees.Udp);
        var selection = new Selection(rows);
        selection.Select(0);
        var changes = 0;
        selection.Changed += () => changes++;
        var curl = new LikelyProcesses(new LikelyProcess(12, "curl", null, null), null);
        selection.Name(curl);
        selection.Name(curl with { });
        Assert.Equal((1, curl), (changes, selection.Processes));
        selection.Select(1);
        Assert.True(selection.Processes.IsEmpty);
        selection.Name(curl);
        selection.Clear();
        Assert.True(selection.Processes.IsEmpty);
    }

    [Fact]
    public void WhoeverHearsOfAnotherRowCanNameItBeforeItIsShown()
    {
        Append(0, Trees.Udp);
        var selection = new Selection(rows);
        var curl = new LikelyProcesses(new LikelyProcess(12, "curl", null, null), null);
        selection.RowChanged += () => selection.Name(curl);
        List<LikelyProcesses> shown = [];
        selection.Changed += () => shown.Add(selection.Processes);
        selection.Select(0);
        Assert.All(shown, processes => Assert.Equal(curl, processes));
    }

    private static byte[] FromPort(int i)
    {
        var frame = Trees.Udp.ToArray();
        (frame[34], frame[35]) = ((byte)((1000 + i) >> 8), (byte)(1000 + i));
        return frame;
    }

    private string Text(long row) => column.Text(rows.Text(row)!);

    private void Append(long firstRecord, params byte[][] frames)
    {
        var payload = Batches.PayloadOf(firstRecord, frames);
        rows.Store.Append(Batches.Header(firstRecord, frames.Length), payload, 0, payload.Length, mayKeep: false, default);
    }

    private void Tell(params (string Local, int LocalPort, string Remote, int RemotePort, string Name)[] sockets)
    {
        var list = sockets.Select((socket, i) =>
            $$"""{"id":{{i}},"protocol":"udp","localAddress":"{{socket.Local}}","localPort":{{socket.LocalPort}},"remoteAddress":"{{socket.Remote}}","remotePort":{{socket.RemotePort}},"processId":{{i}},"name":"{{socket.Name}}","firstSeen":"2023-11-14T22:13:20Z","wasThere":true}""");
        book.Take(Encoding.UTF8.GetBytes($$"""{"sample":{"time":"2023-11-14T22:13:20Z","unknown":0,"unseenProcesses":0,"isCut":false,"leftOut":0},"isWhole":false,"sockets":[{{string.Join(',', list)}}]}"""));
    }
}
