using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using WebCap.Capture;
using WebCap.Recordings;

namespace WebCap.Rewind;

/// <summary>
/// An interface's last packets, kept for whoever comes too late: a device of its own, read like a recording's, into a rolling log.
/// <code>
///   device [store | hold] --turn--> rolling log: memory or disk
/// </code>
/// The device is opened for the window alone and nobody else reads or flushes it, so a record's number in the log is its place among all that the
/// device has stored. That is what makes the past and the present of another device fit together.
/// <para>Threads: one of its own takes turns; whoever needs the newest records at once takes one himself. Any thread reads the log.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The thread disposes what it owns when it ends; the log is its keeper's.")]
internal sealed partial class RewindWindow
{
    private readonly Lock turn = new();
    private readonly AutoResetEvent wake = new(false);
    private readonly TaskCompletionSource<string> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InterfaceStatistics interfaceStart;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private long droppedBefore;
    private string? stopping;
    private string? fault;

    public RewindWindow(WindowSettings settings, OpenedDevice opened, RollingLog log, TimeProvider time, ILogger logger)
    {
        Settings = settings;
        Device = opened.Device;
        Interface = opened.Interface;
        Log = log;
        this.time = time;
        this.logger = logger;
        interfaceStart = opened.Interface.GetStatistics();
    }

    public WindowSettings Settings { get; }

    public BpfDevice Device { get; }

    public NetworkInterface Interface { get; }

    /// <summary>The packets; of the window's link type, with nanoseconds.</summary>
    public RollingLog Log { get; }

    /// <summary>Ends when the window takes no more packets, with the reason. What it has can be read until the log is disposed.</summary>
    public Task<string> Completion => completion.Task;

    /// <summary>Why the newest packets could not be kept; null when they could.</summary>
    public string? Fault => Volatile.Read(ref fault);

    /// <summary>Frames that the kernel dropped on the interface since the window began.</summary>
    public long KernelDropped => Interface.GetStatistics().KernelDropped - interfaceStart.KernelDropped;

    /// <summary>Begins, on a thread of its own.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = $"rew {Interface.Name}" }.Start();

    /// <summary>Asks it to end; the first reason counts.</summary>
    public void Stop(string reason)
    {
        lock (turn)
        {
            if (completion.Task.IsCompleted) return;
            stopping ??= reason;
            wake.Set();
        }
    }

    /// <summary>Sees to it that the log has what the device has stored up to record <paramref name="end"/>, as far as the device still can.</summary>
    public void CatchUp(long end)
    {
        while (Log.EndRecord < end && TakeTurn(out _) == Errno.OK)
        {
        }
    }

    /// <summary>Sees to it that the log has what has come until now: the hold buffer, and what is in store behind it.</summary>
    public void CatchUp()
    {
        for (var turn = 0; turn < 2; turn++) TakeTurn(out _);
    }

    private void Run()
    {
        string reason;
        try
        {
            reason = Keep();
        }
        catch (Exception bug)
        {
            LogFault(logger, Interface.Name, bug);
            reason = "An internal error ended this window; the service's log has it.";
        }

        Device.SignalReadable(null);
        Log.Close();
        lock (turn)
        {
            completion.SetResult(reason);
            wake.Dispose();
        }
    }

    private string Keep()
    {
        // As a recording: a flood that begins in its sleep wakes it.
        Device.SignalReadable(wake);
        var pace = new RecordingPace();
        var turnedAt = time.GetTimestamp();
        while (Volatile.Read(ref stopping) is null)
        {
            wake.WaitOne(pace.Wait);
            var errno = TakeTurn(out var length);
            if (errno is not (Errno.OK or Errno.EAGAIN))
                return Interface.IsGone ? $"The interface {Interface.Name} has disappeared." : $"The device can no longer be read ({errno}).";
            var now = time.GetTimestamp();
            pace.Turned(length, time.GetElapsedTime(turnedAt, now));
            turnedAt = now;
            Log.Trim();
        }

        return stopping!;
    }

    // One hold buffer, or whatever store has. EAGAIN when there is nothing.
    private Errno TakeTurn(out int lengthBytes)
    {
        lengthBytes = 0;
        lock (turn)
        {
            var errno = Device.LendHold(out var loan);
            if (errno != Errno.OK) return errno;
            using (loan)
            {
                // Also what cannot be kept: it was taken, and is counted as lost.
                loan!.Consume();
                lengthBytes = loan.LengthBytes;
                Note(Log.Append(loan.Records, loan.RecordCount, droppedBefore));
                droppedBefore = Device.GetLifetime().Dropped;
            }

            return Errno.OK;
        }
    }

    private void Note(Exception? lost)
    {
        if (lost is not null && fault is null) LogLost(logger, Interface.Name, lost.Message);
        Volatile.Write(ref fault, lost?.Message);
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "The rewind window of {Interface} failed.")]
    private static partial void LogFault(ILogger logger, string @interface, Exception fault);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "The rewind window of {Interface} loses packets: {Reason}")]
    private static partial void LogLost(ILogger logger, string @interface, string reason);
}
