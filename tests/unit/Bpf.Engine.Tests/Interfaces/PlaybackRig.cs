using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace Bpf.Engine.Tests.Interfaces;

/// <summary>A playback without a thread, in front of a device with room for everything, under a clock that a test moves.</summary>
internal sealed class PlaybackRig : IDisposable
{
    /// <summary>When the playback starts, by the wall.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromDays(10);

    private readonly DeviceRig devices = new(bufferBytes: 262_144);
    private readonly ReplayPlayback playback;

    public PlaybackRig(byte[] file, ReplayOptions options)
    {
        Assert.Null(options.Validate());
        Assert.Equal(Errno.OK, devices.Device.SetTimestampFormat(DeviceRig.Owner, TimestampFormat.Nanoseconds));
        devices.Clock.Advance(Start);
        using var reader = new CaptureFileReader(new MemoryStream(file));
        Summary = CaptureSummary.Read(reader);
        playback = new ReplayPlayback(new CaptureFileReader(new MemoryStream(file)), Summary, options, devices.Clock, Counters);
    }

    public CaptureSummary Summary { get; }

    public ReplayCounters Counters { get; } = new();

    public CaptureFault? Fault => playback.Fault;

    public void Advance(double milliseconds) => devices.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>One call; what it asks to be waited for, in milliseconds.</summary>
    public double PlayOnce() => playback.Play(devices.Interface.Tap).TotalMilliseconds;

    /// <summary>Calls for as long as there is something to do at once; then what is to be waited for, -1 at the end.</summary>
    public double Play()
    {
        double wait;
        while ((wait = PlayOnce()) == 0)
        {
        }

        return wait;
    }

    /// <summary>Numbers of the frames that came since the last call, or none.</summary>
    public uint[] Numbers() => [.. Records().Select(record => record.Number)];

    /// <summary>What came since the last call.</summary>
    public IReadOnlyList<CapturedRecord> Records() => devices.Device.GetStatistics().Held == 0 ? [] : devices.ReadRecords();

    /// <summary>When each frame was, in milliseconds since the playback's start.</summary>
    public double[] StampsMs() => [.. Records().Select(record => (record.Header.Seconds - Start.TotalSeconds) * 1000 + record.Header.Fraction / 1e6)];

    public void Dispose()
    {
        playback.Dispose();
        devices.Table.Close(devices.Device);
    }
}
