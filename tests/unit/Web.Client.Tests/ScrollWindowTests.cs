using WebCap.Client.Components;

namespace WebCap.Client.Tests;

public class ScrollWindowTests
{
    private const int RowHeight = 22;
    private const int Viewport = 220;

    [Fact]
    public void AListThatFollowsShowsItsLastRows()
    {
        var window = New(rows: 1000);
        Assert.True(window.IsFollowing);
        Assert.Equal(990, window.FirstVisibleRow);
        window.SetRows(0, 2000);
        Assert.Equal(1990, window.FirstVisibleRow);
    }

    [Fact]
    public void ScrollingUpEndsFollowingAndScrollingToTheEndBeginsIt()
    {
        var window = New(rows: 1000);
        var end = window.ScrollTop;
        window.Scrolled(end - 100);
        Assert.False(window.IsFollowing);
        window.SetRows(0, 2000);
        Assert.Equal((1000 * RowHeight) - Viewport - 100, window.Top);
        window.Scrolled(window.SizerHeight - Viewport);
        Assert.True(window.IsFollowing);
    }

    [Fact]
    public void WhatIsReadStaysInPlaceWhenOlderRowsGo()
    {
        var window = New(rows: 1000);
        window.Scrolled(500 * RowHeight);
        window.SetRows(300, 1200);
        Assert.Equal(500, window.FirstVisibleRow);
        Assert.Equal(200 * RowHeight, window.ScrollTop);
        Assert.True(window.MustPlace);
        window.SetRows(600, 1200);
        Assert.Equal(600, window.FirstVisibleRow);
        Assert.Equal(0, window.ScrollTop);
    }

    [Fact]
    public void AShortListDoesNotScroll()
    {
        var window = New(rows: 3);
        Assert.Equal(0, window.ScrollTop);
        Assert.Equal(0, window.FirstVisibleRow);
        Assert.Equal(0, window.Offset);
        Assert.Equal(3 * RowHeight, window.SizerHeight);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(100_000_000)]
    [InlineData(5_000_000_000)]
    public void EveryRowOfALongListCanBeReached(long rows)
    {
        var window = New(rows);
        Assert.True(window.SizerHeight <= ScrollWindow.DefaultMaxSizerHeight);
        window.Scrolled(0);
        Assert.Equal(0, window.FirstVisibleRow);
        window.Scrolled(window.SizerHeight - Viewport);
        Assert.Equal(rows - 10, window.FirstVisibleRow);
        window.Scrolled((window.SizerHeight - Viewport) / 2);
        Assert.InRange(window.FirstVisibleRow, (rows / 2) - (rows / 1000) - 10, (rows / 2) + (rows / 1000) + 10);
    }

    [Fact]
    public void ASmallMovementInALongListMovesPixelByPixel()
    {
        var window = New(rows: 10_000_000);
        window.Scrolled(4_000_000);
        var top = window.Top;
        window.Scrolled(4_000_100);
        Assert.Equal(top + 100, window.Top);
        Assert.False(window.MustPlace);
        window.Scrolled(4_000_050);
        Assert.Equal(top + 50, window.Top);
    }

    [Fact]
    public void ALongListScrolledUpStaysWhereItIsWhileItGrows()
    {
        var window = New(rows: 1_000_000);
        window.Scrolled(1_000_000);
        var first = window.FirstVisibleRow;
        window.SetRows(0, 2_000_000);
        Assert.Equal(first, window.FirstVisibleRow);
        Assert.True(window.IsMisplaced);
        Assert.False(window.MustPlace);
    }

    [Fact]
    public void RevealingMovesNoMoreThanNeeded()
    {
        var window = New(rows: 1000);
        window.Scrolled(100 * RowHeight);
        window.Reveal(105);
        Assert.Equal(100, window.FirstVisibleRow);
        window.Reveal(110);
        Assert.Equal(101, window.FirstVisibleRow);
        window.Reveal(50);
        Assert.Equal(50, window.FirstVisibleRow);
        Assert.True(window.MustPlace);
        Assert.False(window.IsFollowing);
    }

    [Fact]
    public void RevealingTheLastRowDoesNotFollow()
    {
        var window = New(rows: 1000);
        window.Reveal(999);
        window.SetRows(0, 1100);
        Assert.Equal(990, window.FirstVisibleRow);
        window.Follow();
        Assert.Equal(1090, window.FirstVisibleRow);
    }

    [Fact]
    public void APartOfTheFirstRowMayBeAboveTheViewport()
    {
        var window = New(rows: 1000);
        window.Scrolled((100 * RowHeight) + 7);
        Assert.Equal(100, window.FirstVisibleRow);
        Assert.Equal(7, window.Offset);
        Assert.Equal(12, window.SlotCount);
    }

    [Fact]
    public void TallerRowsKeepTheFirstRowInView()
    {
        var window = New(rows: 1000);
        window.Scrolled(100 * RowHeight);
        window.Resize(Viewport, 44);
        Assert.Equal(100, window.FirstVisibleRow);
    }

    [Fact]
    public void AListThatIsEmptiedShowsNothing()
    {
        var window = New(rows: 1000);
        window.SetRows(1000, 1000);
        Assert.Equal(1000, window.FirstVisibleRow);
        Assert.Equal(0, window.SizerHeight);
        window.SetRows(1000, 1005);
        Assert.Equal(1000, window.FirstVisibleRow);
        Assert.True(window.IsFollowing);
    }

    private static ScrollWindow New(long rows)
    {
        var window = new ScrollWindow(canFollow: true);
        window.Resize(Viewport, RowHeight);
        window.SetRows(0, rows);
        window.Placed(window.ScrollTop);
        return window;
    }
}
