using Packet.Dissect;
using WebCap.Client.Capture;
using WebCap.Client.Store;

namespace WebCap.Client.Tests;

public class RowsTests
{
    private readonly PacketRows rows = new(new DissectionLimits());

    [Fact]
    public void ARowHasThePacketsNumberAndLength()
    {
        Append(7, 2);
        var text = rows.Text(1)!;
        Assert.Equal("9", text.Number);
        Assert.Equal("60", text.Length);
        Assert.Null(text.Gap);
    }

    [Theory]
    [InlineData(1, "1 packet is missing (the connection was lost)")]
    [InlineData(1234, "1,234 packets are missing (the connection was lost)")]
    public void AGapIsOneSentence(long missing, string sentence)
    {
        Append(0, 1);
        Append(1 + missing, 1);
        Assert.Equal(sentence, rows.Text(1)!.Gap);
        Assert.Null(rows.Tree(1));
    }

    [Fact]
    public void TextsAreMadeOnceWhileTheyAreOnScreen()
    {
        Append(0, 600);
        var first = rows.Text(3);
        Assert.Same(first, rows.Text(3));
        rows.Text(3 + 256);
        Assert.NotSame(first, rows.Text(3));
    }

    [Fact]
    public void ARowThatIsGoneHasNoText()
    {
        Append(0, 3);
        Assert.NotNull(rows.Text(2));
        rows.Clear();
        Assert.Null(rows.Text(2));
        Assert.Null(rows.Text(3));
    }

    [Fact]
    public void APausedViewShowsNoNewRowsAndCountsThem()
    {
        var view = new PacketView(rows.Store);
        Append(0, 3);
        view.Pause();
        Append(3, 4);
        Assert.Equal(3, view.EndRow);
        Assert.Equal(4, view.UnseenRows);
        view.Resume();
        Assert.Equal(7, view.EndRow);
    }

    [Fact]
    public void ASelectedPacketStaysReadableWhenTheStoreLetsItGo()
    {
        var selection = new Selection(rows);
        Append(0, 3);
        selection.Select(1);
        rows.Clear();
        Assert.Equal(2, selection.Packet!.Number);
        Assert.Equal(Batches.FrameBytes, selection.Packet.Bytes.Length);
    }

    [Fact]
    public void SelectingAnotherRowForgetsTheField()
    {
        var selection = new Selection(rows);
        Append(0, 3);
        selection.Select(1);
        selection.SelectField(selection.Packet!.Tree.Roots[0]);
        selection.Hover(selection.Packet.Tree.Roots[0]);
        selection.Select(2);
        Assert.Null(selection.Field);
        Assert.Null(selection.Described);
    }

    private void Append(long firstRecord, int recordCount)
        => rows.Store.Append(Batches.Header(firstRecord, recordCount), Batches.Payload(firstRecord, recordCount), 0, recordCount * Batches.RecordBytes, mayKeep: false, GapReason.ConnectionLost);
}
