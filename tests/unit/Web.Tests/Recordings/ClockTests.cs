using System.Buffers.Binary;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>Clocks that jump (R15): those of packets and that of the service.</summary>
public sealed class ClockTests
{
    private const long HourSeconds = 3600;

    [Theory]
    [InlineData("pcapng")]
    [InlineData("pcap")]
    public async Task PacketTimesMayJumpAndTheOrderIsThatOfArrival(string format)
    {
        // An hour back and forward, a leap second's repetition, the ends of signed and unsigned 32 bits.
        long[] times = [1_700_000_000, 1_700_000_000 - HourSeconds, 1_700_000_000 + HourSeconds, 1_483_228_799, 1_483_228_799, (1L << 31) - 1, 1L << 31, uint.MaxValue, 5];
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["format"] = format });
        var frame = new byte[60];
        for (var i = 0; i < times.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(frame, i);
            rig.Source.Send(frame, times[i], 999_999_999);
        }

        await rig.WaitForPacketsAsync(id, times.Length);
        await rig.StopAsync(id);

        var file = RecordingRig.Read(rig.PathOf(id, extension: format));
        Assert.Equal(times.Select(seconds => (seconds, 999_999_999u)), file.Times);
        Assert.Equal(Enumerable.Range(0, times.Length).Select(number => (long)number), file.Numbers);
        var described = Assert.Single((await rig.FindAsync(id)).Files);
        Assert.Equal((5_999_999_999, (uint.MaxValue * 1_000_000_000L) + 999_999_999), (described.FirstNanoseconds, described.LastNanoseconds));
        // A stretch of time is found wherever in the file it is.
        var extract = ReadFile.Of(await rig.DownloadAsync(id, $"?from={1_700_000_000 - HourSeconds}&to={1_700_000_001}", format));
        Assert.Equal([0L, 1L], extract.Numbers);
    }

    [Fact]
    public async Task TheServicesClockMayBeSetAndNoFileEndsBecauseOfIt()
    {
        var time = new ManualTime();
        await using var rig = await RecordingRig.StartAsync(time: time);
        var id = await rig.RecordAsync(new() { ["fileSeconds"] = HourSeconds / 2, ["stopSeconds"] = HourSeconds });
        rig.Source.Send(10);
        await rig.WaitForPacketsAsync(id, 10);
        foreach (var hours in new[] { 2, -10, 48 })
        {
            time.Advance(TimeSpan.FromHours(hours));
            rig.Source.Send(10);
        }

        await rig.WaitForPacketsAsync(id, 40);
        var stopped = await rig.StopAsync(id);
        Assert.Equal("It was stopped by admin.", stopped.GetProperty("reason").GetString());
        Assert.Equal(40, RecordingRig.Read(rig.PathOf(id)).Frames.Count);
        Assert.Single((await rig.FindAsync(id)).Files);
    }
}
