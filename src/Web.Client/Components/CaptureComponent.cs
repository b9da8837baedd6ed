using Microsoft.AspNetCore.Components;
using WebCap.Client.Capture;

namespace WebCap.Client.Components;

/// <summary>A part of the page that shows the capture: it is drawn again when the capture is another one, and after each tick that it finds worth it.</summary>
public abstract class CaptureComponent : ComponentBase, IDisposable
{
    [Inject]
    private protected CaptureModel Capture { get; private set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Capture.Changed += StateHasChanged;
        Capture.Pace.Tick += OnTick;
    }

    /// <summary>True when packets and counters that have come change what is shown. Asked ten times a second.</summary>
    private protected virtual bool IsChangedByTick() => false;

    /// <summary>Ends what the component began.</summary>
    protected virtual void Dispose(bool disposing)
    {
        Capture.Changed -= StateHasChanged;
        Capture.Pace.Tick -= OnTick;
    }

    private void OnTick()
    {
        if (IsChangedByTick()) StateHasChanged();
    }
}
