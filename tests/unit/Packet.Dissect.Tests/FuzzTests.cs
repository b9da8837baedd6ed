using Bpf.Wire;
using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>
/// Random and mutated frames with fixed seeds: no call throws, no decoder faults, every line of every tree lies where it should and every text is safe. A failure
/// names the seed and the round that made the frame.
/// </summary>
public sealed class FuzzTests
{
    private static readonly LinkType[] LinkTypes =
        [LinkType.Ethernet, LinkType.Raw, LinkType.Null, LinkType.Loop, LinkType.LinuxSll, LinkType.LinuxSll2, LinkType.IPv4, LinkType.IPv6, (LinkType)147];

    // A tree costs ten times a row, so only some packets get one.
    private const int TreeEvery = 8;

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(2, 200_000)]
    public void RandomBytesAreReadAsFarAsTheyGo(int seed, int rounds)
    {
        var random = new Random(seed);
        var dissection = new Dissection(new DissectionLimits());
        var bytes = new byte[512];
        for (var round = 1; round <= rounds; round++)
        {
            var frame = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            random.NextBytes(frame);
            if (random.Next(2) == 0) MakePlausible(random, frame);
            Check(dissection, random, frame, LinkTypes[random.Next(LinkTypes.Length)], seed, round);
        }
    }

    [Theory]
    [InlineData(3, 200_000)]
    [InlineData(4, 200_000)]
    [InlineData(5, 200_000)]
    public void MutatedFramesAreReadAsFarAsTheyGo(int seed, int rounds)
    {
        var random = new Random(seed);
        var samples = Samples();
        var dissection = new Dissection(new DissectionLimits());
        var bytes = new byte[4096];
        for (var round = 1; round <= rounds; round++)
        {
            var sample = samples[random.Next(samples.Count)];
            var length = Mutate(random, sample.Bytes, samples[random.Next(samples.Count)].Bytes, bytes);
            Check(dissection, random, bytes.AsSpan(0, length), sample.LinkType, seed, round);
        }
    }

    private static void Check(Dissection dissection, Random random, ReadOnlySpan<byte> frame, LinkType linkType, int seed, int round)
    {
        var input = new PacketInput
        {
            Number = round,
            TimeNanoseconds = random.Next(),
            LinkType = linkType,
            WireLength = random.Next(4) == 0 ? (uint)random.Next(70_000) : (uint)frame.Length,
            Bytes = frame,
        };
        try
        {
            dissection.Observe(input);
            TreeCheck.Verify(dissection.Summarise(input));
            if (round % TreeEvery == 0)
            {
                var tree = dissection.Dissect(input);
                TreeCheck.Verify(tree, frame.Length);

                // The fast walk of Observe and the decoders agree on what is a TCP segment, or the segment would not find its conversation.
                if (dissection.Counters.EvictedFlows == 0 && TreeCheck.AllLines(tree).Any(line => line.Label.StartsWith("[Conversation no longer kept", StringComparison.Ordinal)))
                    Assert.Fail("The segment has no conversation");
            }

            if (dissection.Counters.DecoderFaults != 0) Assert.Fail(dissection.Counters.LastDecoderFault!);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Seed {seed}, round {round}, link type {linkType}: {Convert.ToHexString(frame)}", failure);
        }
    }

    // Headers that lead further in than random bytes would.
    private static void MakePlausible(Random random, Span<byte> frame)
    {
        if (frame.Length < 60) return;
        ReadOnlySpan<ushort> types = [0x0800, 0x86dd, 0x0806, 0x8100, 0x88a8, 40];
        var type = types[random.Next(types.Length)];
        frame[12] = (byte)(type >> 8);
        frame[13] = (byte)type;
        ReadOnlySpan<byte> protocols = [1, 4, 6, 17, 41, 58, 0, 43, 44, 60];
        switch (type)
        {
            case 0x0800:
                frame[14] = 0x45;
                frame[20] = (byte)random.Next(2);
                frame[21] = 0;
                frame[23] = protocols[random.Next(protocols.Length)];
                break;
            case 0x86dd:
                frame[14] = 0x60;
                frame[20] = protocols[random.Next(protocols.Length)];
                break;
        }

        ReadOnlySpan<ushort> ports = [53, 5353, 5355, 80, 443, 8080];
        var port = ports[random.Next(ports.Length)];
        var at = type == 0x86dd ? 54 : 34;
        frame[at] = (byte)(port >> 8);
        frame[at + 1] = (byte)port;
    }

    private static int Mutate(Random random, ReadOnlySpan<byte> sample, ReadOnlySpan<byte> other, Span<byte> target)
    {
        var length = Math.Min(sample.Length, target.Length);
        sample[..length].CopyTo(target);
        for (var change = random.Next(1, 5); change > 0 && length > 0; change--)
        {
            var at = random.Next(length);
            switch (random.Next(7))
            {
                case 0: target[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: target[at] = (byte)random.Next(256); break;
                case 2: target[at] = random.Next(2) == 0 ? (byte)0 : (byte)0xff; break;
                case 3: length = at; break;
                case 4:
                    var count = Math.Min(random.Next(32), length - at);
                    target[(at + count)..length].CopyTo(target[at..]);
                    length -= count;
                    break;
                case 5:
                    var inserted = Math.Min(random.Next(32), target.Length - length);
                    target[at..length].CopyTo(target[(at + inserted)..]);
                    length += inserted;
                    break;
                default:
                    var spliced = Math.Min(random.Next(64), Math.Min(length - at, other.Length));
                    var from = random.Next(other.Length - spliced + 1);
                    other.Slice(from, spliced).CopyTo(target[at..]);
                    break;
            }
        }

        return length;
    }

    private static List<CapturedPacket> Samples()
    {
        var samples = new List<CapturedPacket>();
        foreach (var row in RowGoldenTests.Captures()) samples.AddRange(Capture.Read(row.Data + ".pcap").Take(400));
        return samples;
    }
}
