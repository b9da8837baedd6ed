namespace WebCap.Client.Components;

/// <summary>
/// Which rows of a long list are on screen. The browser scrolls an empty element (the sizer) and the rows are drawn on a layer that sticks to the viewport, so
/// that only what is visible exists and nothing is ever blank. Browsers limit an element's height (16.7 million px in Chrome at a pixel ratio of 2, 17.9 in
/// Firefox), so the sizer has a limit of its own: up to it a pixel of the scrollbar is a pixel of the list; beyond it the scrollbar is a scale. There, small
/// movements (wheel, arrow, touch) still move the list pixel by pixel, and large ones (the thumb, Home, End) move in proportion.
/// <code>
///   the list, virtual          FirstRow * RowHeight ... [Top ....... Top + ViewportHeight] ... EndRow * RowHeight
///   the sizer, in the browser  0 ....................... [scrollTop ...................] ..... SizerHeight
/// </code>
/// Positions in the list count from row 0, not from the first kept row, so that what a person reads stays where it is while older rows are evicted.
/// Pure arithmetic: the component tells it what happened and does what it says.
/// </summary>
internal sealed class ScrollWindow
{
    /// <summary>Half of the smallest browser limit.</summary>
    public const int DefaultMaxSizerHeight = 8_000_000;

    private readonly bool canFollow;
    private readonly int maxSizerHeight;
    private double lastScrollTop;
    private bool wasMoved;

    /// <summary>A window over no rows. One that <paramref name="canFollow"/> begins by following.</summary>
    public ScrollWindow(bool canFollow = false, int maxSizerHeight = DefaultMaxSizerHeight)
    {
        this.canFollow = IsFollowing = canFollow;
        this.maxSizerHeight = maxSizerHeight;
    }

    /// <summary>Height of a row in CSS pixels.</summary>
    public int RowHeight { get; private set; } = 22;

    /// <summary>Height of the part that is visible.</summary>
    public int ViewportHeight { get; private set; }

    /// <summary>The first row that exists.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The row after the last one.</summary>
    public long EndRow { get; private set; }

    /// <summary>The list's pixel at the upper edge of the viewport.</summary>
    public double Top { get; private set; }

    /// <summary>True while new rows at the end pull the view along.</summary>
    public bool IsFollowing { get; private set; }

    /// <summary>The first row that is at least partly visible.</summary>
    public long FirstVisibleRow => Math.Clamp((long)Math.Floor(Top / RowHeight), FirstRow, Math.Max(FirstRow, EndRow - 1));

    /// <summary>Pixels of the first visible row that are above the viewport.</summary>
    public double Offset => Math.Max(0, Top - ((double)FirstVisibleRow * RowHeight));

    /// <summary>Places for rows: enough for a viewport that starts and ends within a row.</summary>
    public int SlotCount => (ViewportHeight / RowHeight) + 2;

    /// <summary>Rows that fit without being cut; a page of PageDown.</summary>
    public int PageRows => Math.Max(1, ViewportHeight / RowHeight);

    /// <summary>Height of the element that the browser scrolls.</summary>
    public double SizerHeight => Math.Min(ContentHeight, maxSizerHeight);

    /// <summary>Where the browser's scrollbar should stand.</summary>
    public double ScrollTop => IsScaled ? (Top - MinTop) / TopRange * ScrollRange : Top - MinTop;

    /// <summary>True when the scrollbar stands elsewhere than it should.</summary>
    public bool IsMisplaced => Math.Abs(ScrollTop - lastScrollTop) > 1;

    /// <summary>True when the scrollbar has to be put right at once, because the list was moved by something else than the scrollbar.</summary>
    public bool MustPlace => IsMisplaced && (wasMoved || !IsScaled);

    private double ContentHeight => (double)(EndRow - FirstRow) * RowHeight;

    private bool IsScaled => ContentHeight > maxSizerHeight;

    private double MinTop => (double)FirstRow * RowHeight;

    private double TopRange => Math.Max(0, ContentHeight - ViewportHeight);

    private double MaxTop => MinTop + TopRange;

    private double ScrollRange => Math.Max(0, SizerHeight - ViewportHeight);

    /// <summary>The viewport was measured. A list that follows stays at its end, any other keeps its first row.</summary>
    public void Resize(int viewportHeight, int rowHeight)
    {
        var row = Top / RowHeight;
        (ViewportHeight, RowHeight) = (Math.Max(0, viewportHeight), Math.Max(1, rowHeight));
        Top = row * RowHeight;
        Settle();
    }

    /// <summary>Rows came or went. A list that follows moves to its new end.</summary>
    public void SetRows(long firstRow, long endRow)
    {
        (FirstRow, EndRow) = (firstRow, Math.Max(firstRow, endRow));
        Settle();
    }

    /// <summary>The user scrolled. Reaching the end begins to follow, leaving it ends that.</summary>
    public void Scrolled(double scrollTop)
    {
        var delta = scrollTop - lastScrollTop;
        lastScrollTop = scrollTop;
        if (!IsScaled) Top = MinTop + scrollTop;
        else if (scrollTop <= 0) Top = MinTop;
        else if (scrollTop >= ScrollRange - 1) Top = MaxTop;
        else if (Math.Abs(delta) <= ViewportHeight) Top += delta;
        else Top = MinTop + (scrollTop / ScrollRange * TopRange);
        Top = Math.Clamp(Top, MinTop, MaxTop);
        // Within half a row: browsers round scroll positions, and zoom makes them fractions.
        IsFollowing = canFollow && Top >= MaxTop - (RowHeight / 2.0);
    }

    /// <summary>The browser's scrollbar was put where <see cref="ScrollTop"/> says, give or take its rounding.</summary>
    public void Placed(double scrollTop)
    {
        lastScrollTop = scrollTop;
        wasMoved = false;
    }

    /// <summary>Moves by whole rows, for keys.</summary>
    public void ScrollByRows(long rows)
    {
        IsFollowing = false;
        wasMoved = true;
        Top += (double)rows * RowHeight;
        Settle();
    }

    /// <summary>Moves as little as brings a row into view, and ends following unless it is the last row.</summary>
    public void Reveal(long row)
    {
        IsFollowing = false;
        wasMoved = true;
        var rowTop = (double)row * RowHeight;
        if (rowTop < Top) Top = rowTop;
        else if (rowTop + RowHeight > Top + ViewportHeight) Top = rowTop + RowHeight - ViewportHeight;
        Settle();
    }

    /// <summary>Moves to the end and stays there while rows come.</summary>
    public void Follow()
    {
        IsFollowing = canFollow;
        wasMoved = true;
        Top = MaxTop;
    }

    /// <summary>Stays where it is while rows come.</summary>
    public void Unfollow() => IsFollowing = false;

    private void Settle()
    {
        wasMoved |= IsFollowing;
        Top = IsFollowing ? MaxTop : Math.Clamp(Top, MinTop, MaxTop);
    }
}
