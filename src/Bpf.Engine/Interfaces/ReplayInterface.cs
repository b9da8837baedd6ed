using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Bpf.Engine.Device;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// A capture file as an interface: needs no privilege and shows the same frames to everybody. The first device that attaches starts the file at its
/// beginning, the last that detaches stops it; when it has been played and is not looped, the interface is as quiet as a wire without traffic.
/// <para>
/// Frames have one link type, that of the file's first packet; packets of another are passed over and counted (<see cref="SkippedCount"/>).
/// A file that is cut off or damaged behind its first packet is played as far as it is good, and <see cref="Description"/> says so.
/// </para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The last device that detaches stops the run, which disposes it.")]
public sealed class ReplayInterface : NetworkInterface
{
    private readonly string label;
    private readonly Func<Stream> openSource;
    private readonly ReplayOptions options;
    private readonly TimeProvider time;
    private readonly ReplayCounters counters = new();

    // Set and cleared under the base class's control lock.
    private ReplayRun? run;

    private volatile ReplayState state = ReplayState.Stopped;
    private volatile string? failure;

    private ReplayInterface(string name, int index, string label, Func<Stream> openSource, CaptureSummary summary, ReplayOptions options, TimeProvider time)
        : base(name, index)
    {
        this.label = label;
        this.openSource = openSource;
        this.options = options;
        this.time = time;
        Summary = summary;
    }

    /// <inheritdoc/>
    public override InterfaceKind Kind => InterfaceKind.Replay;

    /// <inheritdoc/>
    public override LinkType LinkType => Summary.LinkType;

    /// <summary>A file has no MTU: 0.</summary>
    public override int Mtu => 0;

    /// <inheritdoc/>
    public override bool IsUp => failure is null;

    /// <summary>What the file holds.</summary>
    public CaptureSummary Summary { get; }

    /// <summary>Packets passed over so far because their link type is not <see cref="LinkType"/>.</summary>
    public long SkippedCount => counters.Skipped;

    /// <summary>Times that the end of the file was reached so far.</summary>
    public long PassCount => counters.Passes;

    /// <summary>What it is doing now.</summary>
    public ReplayState State => state;

    /// <summary>The file, how it is played, what is wrong with it, what it is doing now. Any thread.</summary>
    public override string Description
    {
        get
        {
            var text = new StringBuilder(label).Append(CultureInfo.InvariantCulture, $": {Summary.PacketCount:N0} packets over {Summary.Duration.TotalSeconds:N1} s, ");
            text.Append(options.Pace switch
            {
                ReplayPace.Own => "at its own pace",
                ReplayPace.FixedRate => string.Create(CultureInfo.InvariantCulture, $"at {options.FramesPerSecond:0.###} frames a second"),
                _ => "flat out",
            });
            text.Append(options.IsLooped ? ", looped" : ", once");
            if (Summary.OtherLinkTypeCount > 0) text.Append(CultureInfo.InvariantCulture, $"; {Summary.OtherLinkTypeCount:N0} packets of another link type are left out");
            if (Summary.Fault is { } fault) text.Append("; ").Append(fault.Reason);
            text.Append(failure is { } reason ? "; stopped, it cannot be read: " + reason : state switch
            {
                ReplayState.Playing => "; playing",
                ReplayState.Ended => "; played to its end",
                _ => "",
            });
            return text.ToString();
        }
    }

    /// <summary>
    /// Makes an interface of a file. The file is read through once here, so that what is wrong with it is known before anybody attaches.
    /// </summary>
    /// <exception cref="CaptureFormatException">It is no capture file, or has no whole packet; the message says why and where.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static ReplayInterface Open(string name, string path, ReplayOptions options, TimeProvider time, int index = 0) => Open(
        name,
        Path.GetFileName(path),
        () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan),
        options,
        time,
        index);

    /// <summary>
    /// Makes an interface of a capture that is not a file of this machine. <paramref name="openSource"/> opens it anew each time that the capture starts;
    /// the stream must be able to seek and is disposed. <paramref name="label"/> is what <see cref="Description"/> calls it.
    /// </summary>
    /// <inheritdoc cref="Open(string, string, ReplayOptions, TimeProvider, int)" path="/exception"/>
    public static ReplayInterface Open(string name, string label, Func<Stream> openSource, ReplayOptions options, TimeProvider time, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(openSource);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        using var reader = new CaptureFileReader(openSource());
        var summary = CaptureSummary.Read(reader);
        if (summary.PacketCount == 0)
            throw (summary.Fault ?? new CaptureFault(CaptureFaultKind.NotACapture, reader.Position, "there is no packet in this capture file")).ToException();
        return new ReplayInterface(name, index, label, openSource, summary, options, time);
    }

    /// <inheritdoc/>
    public override InterfaceStatistics GetStatistics() => new(counters.Frames, KernelDropped: 0, counters.WireBytes);

    /// <inheritdoc/>
    protected override Errno StartCapture()
    {
        CaptureFileReader reader;
        try
        {
            reader = new CaptureFileReader(openSource());
        }
        catch (IOException gone)
        {
            failure = gone.Message;
            return Errno.ENXIO;
        }
        catch (UnauthorizedAccessException forbidden)
        {
            failure = forbidden.Message;
            return Errno.EACCES;
        }

        failure = null;
        state = ReplayState.Playing;
        run = new ReplayRun(Name, new ReplayPlayback(reader, Summary, options, time, counters), Tap, time, OnEnd);
        return Errno.OK;
    }

    /// <inheritdoc/>
    protected override void StopCapture()
    {
        run?.Dispose();
        run = null;
        if (state == ReplayState.Playing) state = ReplayState.Stopped;
    }

    /// <summary>A file has every frame that it has.</summary>
    protected override Errno SetPromiscuous(bool isOn) => Errno.OK;

    private void OnEnd(string? unreadable)
    {
        failure = unreadable;
        state = ReplayState.Ended;
    }
}
