using Microsoft.AspNetCore.Components;
using WebCap.Client.Browser;

namespace WebCap.Client.Components;

/// <summary>
/// A list of which only the visible rows exist. The markup is the component's: an element with the id <see cref="Id"/> that scrolls, in it the sizer, in it the layer,
/// in it one element of class <c>row</c> for each visible row, in places that stay while rows pass through them, so that scrolling changes texts and builds nothing.
/// Scrolling is drawn before the browser paints: the callback comes within the frame, and rendering is done when it returns.
/// </summary>
public abstract class WindowedView : ComponentBase, IDisposable
{
    // A scrollbar that is only a scale may be put right when the user has let go of it; while it moves it is the user's.
    private const int RestMs = 400;

    private long scrolledAtMs;
    private bool isAttached;

    private protected WindowedView(bool canFollow) => Window = new ScrollWindow(canFollow);

    /// <summary>The id of the element that scrolls.</summary>
    protected abstract string Id { get; }

    /// <summary>Which rows are visible.</summary>
    private protected ScrollWindow Window { get; }

    /// <summary>How many characters of the fixed-width font fit in a line.</summary>
    private protected int LineCharacters { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Asked before each drawing but the first; always to be done.</summary>
    protected override bool ShouldRender()
    {
        if (isAttached) Rows.Look(Id);
        return true;
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            isAttached = true;
            Rows.Attach(Id, OnMeasure, OnScroll, (place, character, what) => OnPoint(place < 0 ? null : Window.FirstVisibleRow + place, character, what));
        }

        Place();
    }

    /// <summary>
    /// <c>click</c>, <c>double</c> or, where asked for, <c>hover</c> on a row; null when the mouse has left the rows. On a line of characters that has a name,
    /// the name follows (<c>click hex</c>) and <paramref name="character"/> counts along it.
    /// </summary>
    private protected virtual void OnPoint(long? row, int character, string what)
    {
    }

    /// <summary>The viewport was measured, before it is drawn again.</summary>
    private protected virtual void OnMeasured()
    {
    }

    /// <summary>The user scrolled, before it is drawn.</summary>
    private protected virtual void OnScrolled()
    {
    }

    /// <summary>Ends what the component began.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || !isAttached) return;
        isAttached = false;
        Rows.Detach(Id);
    }

    private void OnMeasure(double height, double rowHeight, double characters)
    {
        LineCharacters = (int)characters;
        Window.Resize((int)height, (int)rowHeight);
        OnMeasured();
        StateHasChanged();
    }

    private double OnScroll(double scrollTop)
    {
        scrolledAtMs = Environment.TickCount64;
        Window.Scrolled(scrollTop);
        OnScrolled();
        StateHasChanged();
        return Window.Offset;
    }

    private void Place()
    {
        var isUsers = Environment.TickCount64 - scrolledAtMs < RestMs && !Window.MustPlace;
        Window.Placed(Rows.Place(Id, Window.SizerHeight, Window.Offset, isUsers || !Window.IsMisplaced ? -1 : Window.ScrollTop));
    }
}
