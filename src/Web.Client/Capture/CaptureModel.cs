using Packet.Dissect;
using WebCap.Client.Api;
using WebCap.Client.Components;
using WebCap.Client.Feed;
using WebCap.Client.Store;

namespace WebCap.Client.Capture;

/// <summary>
/// The page's one capture: what to capture, the device that does it, the packets that came and what of them is shown. Pages come and go, this stays.
/// Two kinds of news: <see cref="Changed"/> for what a person did or must know, and <see cref="Pace"/> for packets and counters, at the pace of rendering.
/// </summary>
internal sealed partial class CaptureModel
{
    // A page that is gone without a word (closed, crashed, asleep) frees its device after a minute: long enough for a change of network.
    private const int LeaseSeconds = 60;

    private readonly ApiClient api;
    private readonly SignIn signIn;
    private string? chosenName;

    public CaptureModel(ApiClient api, Hub hub, ProcessFeed processes, SignIn signIn, TimeProvider time)
    {
        this.api = api;
        this.processes = processes;
        this.signIn = signIn;
        Pace = new RenderPace(time, RenderPace.DefaultInterval);
        Rows = new PacketRows(new DissectionLimits());
        Selection = new Selection(Rows);
        Selection.RowChanged += NameSelection;
        Processes = new ProcessColumn(Rows, processes.Book);
        signIn.Changed += FollowNames;
        processes.Changed += OnNames;
        processes.Failed += OnNamesFailed;
        View = new PacketView(Rows.Store);
        FilterCheck = new FilterCheck(api.CompileAsync, time);
        FilterCheck.Changed += () => Changed?.Invoke();
        Watch = new DeviceWatch(hub, Rows.Store);
        Watch.Received += Pace.Request;
        Watch.Ended += () => Finish(Watch.Progress.EndReason);
    }

    /// <summary>Something other than packets and counters is different.</summary>
    public event Action? Changed;

    /// <summary>When to show packets and counters.</summary>
    public RenderPace Pace { get; }

    /// <summary>The packets.</summary>
    public PacketRows Rows { get; }

    /// <summary>What of the packets is shown.</summary>
    public PacketView View { get; }

    /// <summary>What the user points at.</summary>
    public Selection Selection { get; }

    /// <summary>The stream of packets.</summary>
    public DeviceWatch Watch { get; }

    /// <summary>The capture filter in the box.</summary>
    public FilterCheck FilterCheck { get; }

    /// <summary>How the next device is opened.</summary>
    public CaptureOptions Options { get; } = new();

    /// <summary>The server's interfaces; null until they have come.</summary>
    public IReadOnlyList<InterfaceInfo>? Interfaces { get; private set; }

    /// <summary>The interface that is chosen.</summary>
    public InterfaceInfo? Interface { get; private set; }

    /// <summary>What the page is doing.</summary>
    public CapturePhase Phase { get; private set; }

    /// <summary>The device that is, or was last, watched.</summary>
    public DeviceInfo? Device { get; private set; }

    /// <summary>True when stopping closes the device; false when it belongs to somebody else and stopping only leaves it.</summary>
    public bool IsOwnDevice { get; private set; }

    /// <summary>Why the capture ended, unless the user ended it.</summary>
    public string? EndReason { get; private set; }

    /// <summary>The latest refusal, until it is dismissed or something works.</summary>
    public Problem? Alert { get; private set; }

    /// <summary>The filter of the running device.</summary>
    public string AppliedFilter => Device?.Filter ?? "";

    /// <summary>True while packets can come.</summary>
    public bool IsRunning => Phase == CapturePhase.Watching;

    /// <summary>True when the box has another filter than the running device.</summary>
    public bool IsFilterChanged => IsRunning && FilterCheck.Text.Trim() != AppliedFilter.Trim();

    /// <summary>Why nothing can be started now; null when it can.</summary>
    public string? StartObstacle
        => signIn.Account?.IsOperator != true ? "You are signed in as a viewer. Opening a device needs the operator role; the Devices page lists those you can watch."
        : Interface is null ? "There is no interface to capture from."
        : Interface.Unavailable is { } reason ? reason
        : FilterCheck.Verdict == FilterVerdict.Invalid ? "The capture filter is not valid yet."
        : null;

    /// <summary>Fetches the interfaces and proposes one, unless one is chosen.</summary>
    public async Task LoadInterfacesAsync(string? askedFor)
    {
        await LoadAsync(async () => SetInterfaces(await api.GetInterfacesAsync(), askedFor));
    }

    /// <summary>
    /// News of the interfaces. The choice stays while it exists, and comes back with it: news that set out before an upload was done does not know the upload.
    /// </summary>
    public void SetInterfaces(IReadOnlyList<InterfaceInfo> interfaces, string? askedFor = null)
    {
        Interfaces = interfaces;
        chosenName = askedFor ?? chosenName;
        Interface = InterfaceChoice.Propose(interfaces, chosenName ?? Interface?.Name);
        FilterCheck.SetInterface(Interface?.Name);
        Changed?.Invoke();
    }

    /// <summary>Chooses an interface by name.</summary>
    public void Choose(string name)
    {
        if (Interfaces is not null) SetInterfaces(Interfaces, name);
    }

    /// <summary>Opens a device as chosen and watches it. What an earlier capture left is discarded.</summary>
    public async Task<bool> StartAsync()
    {
        if (Interface is null || Phase is CapturePhase.Opening or CapturePhase.Watching) return false;
        Phase = CapturePhase.Opening;
        Changed?.Invoke();
        var isOpen = await AttemptAsync(async () =>
        {
            var device = await api.OpenDeviceAsync(new OpenDeviceRequest
            {
                Interface = Interface.Name,
                Filter = FilterCheck.Text.Trim(),
                SnapLength = Options.SnapLength,
                BufferBytes = Options.BufferBytes,
                Immediate = Options.IsImmediate,
                Promiscuous = Options.IsPromiscuous,
                ExcludeOwnTraffic = Options.LeavesOutOwnTraffic,
                LeaseSeconds = LeaseSeconds,
                Rewind = Interface.Rewind is null ? 0 : Options.RewindSeconds,
            });
            Begin(device, isOwn: true);
        });
        if (!isOpen) Phase = Rows.Store.RowCount > 0 ? CapturePhase.Ended : CapturePhase.Idle;
        Changed?.Invoke();
        return isOpen;
    }

    /// <summary>Watches a device that is open already.</summary>
    public async Task<bool> WatchAsync(int minor)
    {
        if (IsRunning && Device?.Minor == minor) return true;
        var isThere = await AttemptAsync(async () =>
        {
            var device = await api.GetDeviceAsync(minor);
            Begin(device, isOwn: signIn.Account is { IsOperator: true } account && device.Owner.User == account.User);
            FilterCheck.SetText(device.Filter ?? "");
            if (Interfaces is not null) Choose(device.Interface);
        });
        Changed?.Invoke();
        return isThere;
    }

    /// <summary>Stops: closes an own device, leaves another's. The packets stay.</summary>
    public async Task StopAsync()
    {
        if (!IsRunning || Device is null) return;
        var minor = Device.Minor;
        var isOwn = IsOwnDevice;
        Watch.Stop();
        Finish(null);
        if (isOwn) await AttemptAsync(() => api.CloseDeviceAsync(minor));
        Changed?.Invoke();
    }

    /// <summary>Gives the running device the filter in the box.</summary>
    public async Task ApplyFilterAsync()
    {
        if (!IsRunning || Device is null) return;
        await AttemptAsync(async () => Device = await api.SetFilterAsync(Device.Minor, FilterCheck.Text.Trim()));
        Changed?.Invoke();
    }

    /// <summary>Empties the list; the capture goes on.</summary>
    public void Clear()
    {
        Rows.Clear();
        Selection.Clear();
        View.Resume();
        if (Phase == CapturePhase.Ended) Phase = CapturePhase.Idle;
        Pace.Request();
        Changed?.Invoke();
    }

    /// <summary>Stops the list, or lets it go on; the capture goes on in any case.</summary>
    public void TogglePause()
    {
        if (View.IsPaused) View.Resume();
        else if (IsRunning) View.Pause();
        Pace.Request();
        Changed?.Invoke();
    }

    /// <summary>Selects the oldest packet shown.</summary>
    public void SelectFirst()
    {
        if (View.EndRow > View.FirstRow) Selection.Select(View.FirstRow);
    }

    /// <summary>Selects the newest packet shown.</summary>
    public void SelectLast()
    {
        if (View.EndRow > View.FirstRow) Selection.Select(View.EndRow - 1);
    }

    /// <summary>Moves the selection; without one, selects the newest packet shown.</summary>
    public void Step(long rows)
    {
        if (View.EndRow == View.FirstRow) return;
        var last = View.EndRow - 1;
        Selection.Select(Selection.Row is { } row ? Math.Clamp(row + rows, View.FirstRow, last) : last);
    }

    /// <summary>Shows a refusal that happened elsewhere on the page.</summary>
    public void Report(Problem problem)
    {
        Alert = problem;
        Changed?.Invoke();
    }

    /// <summary>The user has read the alert.</summary>
    public void Dismiss()
    {
        Alert = null;
        Changed?.Invoke();
    }

    /// <summary>Does what the user asked for; a refusal becomes the alert, and what works takes the last alert away. False when it was refused.</summary>
    public async Task<bool> AttemptAsync(Func<Task> action)
    {
        if (!await LoadAsync(action)) return false;
        if (Alert is not null) Dismiss();
        return true;
    }

    /// <summary>
    /// Fetches what a part of the page shows; a refusal becomes the alert. An alert that stands is left: the user has not read it because a list could be loaded.
    /// False when it was refused.
    /// </summary>
    public async Task<bool> LoadAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (ApiException refusal)
        {
            Report(refusal.Problem);
            return false;
        }
    }

    private void Begin(DeviceInfo device, bool isOwn)
    {
        Rows.Reset();
        Selection.Clear();
        View.Resume();
        Device = device;
        IsOwnDevice = isOwn;
        EndReason = null;
        deviceKind = KindOf(device.Interface);
        Phase = CapturePhase.Watching;
        Watch.Start(device.Minor);
        FollowNames();
    }

    private void Finish(string? reason)
    {
        EndReason = reason;
        Phase = CapturePhase.Ended;
        FollowNames();
        Changed?.Invoke();
    }
}
