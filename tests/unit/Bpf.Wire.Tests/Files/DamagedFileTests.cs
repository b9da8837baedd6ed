using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

/// <summary>Whatever bytes come, the reader ends, stays inside its buffer, and gives what stood before the damage.</summary>
public class DamagedFileTests
{
    public static TheoryData<string> Files => [.. SmallFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AFileCutAnywhereGivesTheWholePacketsBeforeTheCut(string name)
    {
        var file = SmallFiles.Get(name);
        var whole = Reading.Of(file);
        Assert.Null(whole.Fault);
        // The end of a packet's record or block is where the file is first long enough to give the packet.
        var ends = new List<int>();
        var properEnds = 0;
        for (var length = 0; length <= file.Length; length++)
        {
            var cut = file[..length];
            var reading = Reading.Of(cut);
            if (reading.Packets.Count > ends.Count) ends.Add(length);
            Assert.Equal(whole.Packets.Take(ends.Count), reading.Packets);
            if (reading.Fault is { } fault)
            {
                Assert.Equal(length < 4 ? CaptureFaultKind.NotACapture : CaptureFaultKind.CutOff, fault.Kind);
                if (length >= 4) Assert.Equal(length, fault.Offset);
            }

            else
            {
                properEnds++;
            }

            AssertSame(reading, await Reading.OfDripsAsync(cut, chunkBytes: 7));
        }

        Assert.Equal(SmallFiles.UnitsIn(name), properEnds);
        Assert.Equal(whole.Packets.Count, ends.Count);
        Assert.All(ends.Zip(whole.Packets), pair => Assert.True(pair.First > pair.Second.Offset + (pair.Second.Hex.Length / 2)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AMutantIsReadTheSameInAnyPiecesAndNeverCrashes(string name)
    {
        const int Rounds = 8_000;
        var seed = 1_000 + Array.IndexOf(SmallFiles.Names, name);
        var random = new Random(seed);
        var original = SmallFiles.Get(name);
        var whole = Reading.Of(original);
        byte[] edges = [0, 1, 2, 0x7F, 0x80, 0xFF];
        for (var round = 0; round < Rounds; round++)
        {
            var mutant = original.ToArray();
            var first = mutant.Length;
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                var at = random.Next(mutant.Length);
                mutant[at] = random.Next(2) == 0 ? edges[random.Next(edges.Length)] : (byte)(mutant[at] ^ 1 << random.Next(8));
                first = Math.Min(first, at);
            }

            var reading = Reading.Of(mutant);
            var pieces = await Reading.OfDripsAsync(mutant, chunkBytes: random.Next(1, 200));

            AssertSame(reading, pieces);
            Assert.True(reading.Packets.Count <= mutant.Length / 12, $"seed {seed}, round {round}: more packets than fit");
            var untouched = whole.Packets.TakeWhile((_, i) => i + 1 < whole.Packets.Count && whole.Packets[i + 1].Offset <= first).ToList();
            Assert.Equal(untouched, reading.Packets.Take(untouched.Count));
            foreach (var packet in reading.Packets)
            {
                Assert.True(packet.Hex.Length / 2 <= packet.WireLength, $"seed {seed}, round {round}: more captured than there was");
                Assert.InRange(packet.Nanoseconds, 0u, 999_999_999u);
                Assert.InRange(packet.InterfaceIndex, 0, reading.Interfaces.Count - 1);
                Assert.Equal(reading.Interfaces[packet.InterfaceIndex].LinkType, packet.LinkType);
                DateTimeOffset.FromUnixTimeSeconds(packet.Seconds);
            }

            if (reading.Fault is { } fault) Assert.InRange(fault.Offset, 0, mutant.Length);
        }
    }

    [Fact]
    public void RandomBlocksBehindAGoodStartNeverCrash()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        for (var round = 0; round < 20_000; round++)
        {
            var file = new HandmadeFile(random.Next(2) == 0).Section().Interface(1, (uint)random.Next(100));
            for (var blocks = random.Next(1, 6); blocks > 0; blocks--)
            {
                var body = new byte[random.Next(0, 16) * 4];
                random.NextBytes(body);
                // Small numbers are the ones that mean something: lengths, interfaces, option codes.
                for (var i = 0; i < body.Length; i++) if (random.Next(3) > 0) body[i] = (byte)random.Next(6);
                file.Block((uint)random.Next(0, 8), b => b.Raw(body));
            }

            var reading = Reading.Of(file.ToArray(), bufferBytes: 16);

            Assert.True(reading.Fault is null or { Kind: CaptureFaultKind.Damaged }, $"seed {Seed}, round {round}: {reading.Fault}");
        }
    }

    [Fact]
    public void ALyingLengthAllocatesNothing()
    {
        var pcap = new HandmadeFile(false).PcapHeader(0xA1B2C3D4).U32(1).U32(1).U32(262_144).U32(262_144).ToArray();
        var pcapng = new HandmadeFile(false).Section().U32(0x77).U32(16_777_216).ToArray();
        byte[][] files = [pcap, pcapng];
        foreach (var file in files) Reading.Of(file, bufferBytes: 256);
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var file in files) Assert.Equal(CaptureFaultKind.CutOff, Reading.Of(file, bufferBytes: 256).Fault!.Kind);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void APacketAllocatesNothing(bool isPcapng)
    {
        const int Count = 50_000;
        var file = new HandmadeFile(false);
        if (isPcapng) file.Section().Interface();
        else file.PcapHeader(0xA1B2C3D4);
        for (var i = 0; i < Count; i++)
        {
            if (isPcapng) file.EnhancedPacket(0, (ulong)i, 60, [1, 2, 3], o => o.Option32(2, 1).EndOfOptions());
            else file.PcapPacket((uint)i, 0, 60, 1, 2, 3);
        }

        using var reader = new CaptureFileReader(new MemoryStream(file.ToArray()), bufferBytes: 4096);
        Assert.True(reader.TryRead(out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = 1;
        while (reader.TryRead(out _)) count++;

        // The smallest object has 24 bytes; the runtime itself may allocate a few kilobytes when it compiles the loop again.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Count);
        Assert.Equal(Count, count);
    }

    [Fact]
    public void RewindingReadsTheSameAgain()
    {
        foreach (var name in SmallFiles.Names)
        {
            using var reader = new CaptureFileReader(new MemoryStream(SmallFiles.Get(name)), bufferBytes: 64);
            var first = Reading.Of(reader);
            reader.Rewind();
            AssertSame(first, Reading.Of(reader));
        }
    }

    private static void AssertSame(Reading expected, Reading actual)
    {
        Assert.Equal(expected.Packets, actual.Packets);
        Assert.Equal(expected.Fault, actual.Fault);
        Assert.Equal(expected.Interfaces, actual.Interfaces);
        Assert.Equal(expected.Format, actual.Format);
    }
}
