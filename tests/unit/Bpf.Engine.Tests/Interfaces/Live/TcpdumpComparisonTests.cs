using System.Buffers.Binary;
using System.Diagnostics;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

// The same traffic, captured by tcpdump beside a device, is the same: frames, order, bytes, VLAN tags, directions, times.
[Collection(LiveCollection.Name)]
public sealed class TcpdumpComparisonTests
{
    private const int FrameCount = 60;

    private readonly InterfaceCatalog catalog = new(new PacketRingOptions { RingBytes = 4 * 1024 * 1024 }, TimeProvider.System);
    private readonly TestFrames frames = new();

    [TcpdumpFact]
    public Task AgreesOnFramesThatComeIn() => Compare(isIncoming: true);

    [TcpdumpFact]
    public Task AgreesOnFramesThatGoOut() => Compare(isIncoming: false);

    private async Task Compare(bool isIncoming)
    {
        using var pair = new VethPair();
        using var capture = new CaptureDevice(catalog.Find(pair.A)!);
        using var guard = CaptureDevice.Guard();
        // Only one of the two directions, the file to our end of a pipe; it ends by itself at the last frame. In immediate mode its ring has
        // slots of the snap length, so the default of 262,144 bytes would leave it with eight.
        using var tcpdump = Command.Start("tcpdump", "-i", pair.A, "-w", "-", "-Q", isIncoming ? "in" : "out", "-c", $"{FrameCount}",
            "-s", "2048", "-p", "--immediate-mode", "--time-stamp-precision=nano");
        try
        {
            await AwaitListening(tcpdump, guard.Token);
            using var here = new FrameSender(pair.A);
            using var there = new FrameSender(pair.B);
            for (var i = 0; i < FrameCount; i++)
            {
                here.Send(MakeVaried(i));
                there.Send(MakeVaried(FrameCount + i));
            }

            var direction = isIncoming ? FrameDirection.In : FrameDirection.Out;
            var ours = (await capture.ReadMineAsync(frames, 2 * FrameCount)).Where(record => record.Header.Direction == direction).ToList();
            using var file = new MemoryStream();
            await tcpdump.StandardOutput.BaseStream.CopyToAsync(file, guard.Token);
            var theirs = ReadPcap(file.ToArray());

            Assert.Equal(FrameCount, theirs.Count);
            Assert.Equal(theirs.Select(static one => one.Bytes), ours.Select(static one => one.Bytes));
            Assert.Equal(theirs.Select(static one => one.WireLength), ours.Select(static one => one.Header.WireLength));
            // Both rings are stamped from the same clock, each as the frame reaches it.
            foreach (var (one, other) in theirs.Zip(ours)) Assert.InRange((one.Time - TimeOf(other)).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }
        finally
        {
            // Already over, unless the test failed before.
            tcpdump.Kill();
        }
    }

    // Lengths from the smallest to the largest of the link, every third frame tagged.
    private byte[] MakeVaried(int number)
    {
        var length = 40 + ((number * 149) % 1470);
        return (number % 3) switch
        {
            0 => frames.Make(number, length, tagProtocol: 0x8100, tagControl: (ushort)(number * 547)),
            1 when number % 2 == 0 => frames.Make(number, length, tagProtocol: 0x88a8, tagControl: (ushort)number),
            _ => frames.Make(number, length),
        };
    }

    private static async Task AwaitListening(Process tcpdump, CancellationToken cancellation)
    {
        while (await tcpdump.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Contains("listening on", StringComparison.Ordinal)) return;
        }

        Assert.Fail("tcpdump ended before it listened");
    }

    private static DateTimeOffset TimeOf(CapturedRecord record) =>
        DateTimeOffset.FromUnixTimeSeconds(record.Header.Seconds).AddTicks(record.Header.Fraction / TimeSpan.NanosecondsPerTick);

    // The nanosecond form of the file, in this machine's byte order: 24 bytes, then 16 before each frame.
    private static List<(DateTimeOffset Time, uint WireLength, byte[] Bytes)> ReadPcap(byte[] file)
    {
        Assert.Equal(0xa1b23c4du, BitConverter.ToUInt32(file));
        List<(DateTimeOffset, uint, byte[])> packets = [];
        for (var at = 24; at < file.Length;)
        {
            var seconds = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
            var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            var captured = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
            var wire = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12));
            var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
            packets.Add((time, wire, file.AsSpan(at + 16, captured).ToArray()));
            at += 16 + captured;
        }

        return packets;
    }
}
