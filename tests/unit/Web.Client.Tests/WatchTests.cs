using System.Text;
using Bpf.Wire;
using Packet.Dissect;
using WebCap.Client.Feed;
using WebCap.Client.Store;

namespace WebCap.Client.Tests;

public class WatchTests
{
    private readonly PacketStore store = new(static (in PacketInput _) => { });

    [Fact]
    public void TheLedgerIsTheLatestItemsAndAddsUp()
    {
        var watch = Begin();
        Accept(watch, Batches.Records(0, 2));
        Assert.Equal(20, watch.Ledger.Rejected);
        Assert.True(watch.Ledger.IsBalanced);
        Assert.Equal(8, watch.Ledger.Lost);
        Assert.Equal(Batches.Session, watch.SessionId);
        Assert.Equal(2, store.KeptPackets);
    }

    [Fact]
    public void AStateItemOpensNoGap()
    {
        var watch = Begin();
        Accept(watch, Batches.Item(Batches.Header(5000, 0, BatchKind.State), []));
        Assert.True(watch.HasState);
        Accept(watch, Batches.Records(4000, 2));
        Assert.Equal(0, store.MissingPackets);
        Assert.Equal(2, store.KeptPackets);
    }

    [Fact]
    public void AnEndItemEndsTheWatchWithItsSentence()
    {
        var watch = Begin();
        Accept(watch, Batches.Item(Batches.Header(0, 0, BatchKind.End), Encoding.UTF8.GetBytes("The interface eth0 has disappeared.\u202e")));
        Assert.Equal("The interface eth0 has disappeared.\\u202e", watch.EndReason);
        Accept(watch, Batches.Records(0, 2));
        Assert.Equal(0, store.KeptPackets);
    }

    [Fact]
    public void AfterAResumeAJumpIsALostConnectionAndLaterOnesAreASlowPage()
    {
        var watch = Begin();
        Accept(watch, Batches.Records(0, 2));
        watch.Resume();
        Accept(watch, Batches.Records(10, 2));
        Accept(watch, Batches.Records(20, 2));
        store.TryGetGap(2, out _, out var first);
        store.TryGetGap(5, out _, out var second);
        Assert.Equal(GapReason.ConnectionLost, first);
        Assert.Equal(GapReason.ViewerTooSlow, second);
    }

    [Fact]
    public void FeedDropsOfEarlierConnectionsStayInTheLedger()
    {
        var watch = Begin();
        Accept(watch, Batches.Records(0, 2));
        watch.Resume();
        Accept(watch, Batches.Records(2, 2));
        Assert.Equal(6, watch.Ledger.FeedDropped);
    }

    [Fact]
    public void AnotherSessionUnderTheSameNumberEndsTheWatch()
    {
        var watch = Begin();
        Accept(watch, Batches.Records(0, 2));
        Accept(watch, Batches.Item(Batches.Header(0, 5, session: 1), Batches.Payload(0, 5)));
        Assert.NotNull(watch.EndReason);
        Assert.Equal(2, store.KeptPackets);
    }

    [Fact]
    public void WhatIsNoBatchIsCountedAndIgnored()
    {
        var watch = Begin();
        var item = Batches.Records(0, 2);
        for (var length = 0; length < BatchHeader.HeaderBytes; length++) watch.Accept(item, length, mayKeep: false);
        Assert.Equal(BatchHeader.HeaderBytes, watch.BadItems);
        Assert.Equal(0, store.KeptPackets);
        Assert.Null(watch.EndReason);
    }

    [Fact]
    public void AnotherDeviceBeginsAnew()
    {
        var watch = Begin();
        Accept(watch, Batches.Records(0, 2));
        watch.Begin();
        Assert.Null(watch.SessionId);
        Assert.Equal(default, watch.Ledger);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("An error occurred on the server while streaming results. HubException: ENXIO: There is no device 4.", "ENXIO: There is no device 4.")]
    [InlineData("WebSocket closed", "WebSocket closed")]
    public void TheServersOwnSentenceIsFoundInAnError(string? error, string? sentence) => Assert.Equal(sentence, HubError.Sentence(error));

    private static void Accept(WatchProgress watch, byte[] item) => watch.Accept(item, item.Length, mayKeep: false);

    private WatchProgress Begin()
    {
        var watch = new WatchProgress(store);
        watch.Begin();
        return watch;
    }
}
