using System.Buffers;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;
using Bpf.Engine.Tests.Tap;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>[VM-3]: a frame in segments gets the verdict of the flat frame, wherever it is split.</summary>
public sealed class SegmentVerdictTests
{
    private const int FilteredFrameBytes = 96;

    public static TheoryData<string> VectorNames => VerdictTests.VectorNames;

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void AnswersTheVectorAtEverySplitInTwoAndInThree(string name)
    {
        var vector = Assert.Single(FilterVectors.All, vector => vector.Name == name);
        var program = Verified(ValidatorProfile.Minix, vector.Program);
        for (var first = 0; first <= vector.Frame.Length; first++)
        {
            AssertVerdict(vector.Verdict, program, Segmented.Split(vector.Frame, first), vector.WireLength, $"{name} split at {first}");
            for (var second = first; second <= vector.Frame.Length; second++)
                AssertVerdict(vector.Verdict, program, Segmented.Split(vector.Frame, first, second), vector.WireLength, $"{name} split at {first}, {second}");
        }
    }

    [Fact]
    public void ANumberMayLieInFourSegmentsWithEmptyOnesBetween()
    {
        var frame = Segmented.Split([1, 2, 3, 4, 5, 6], 0, 0, 1, 2, 2, 3, 3, 3, 4, 6, 6);

        Assert.Equal(0x0102_0304u, Run(LoadWord, 0, frame));
        Assert.Equal(0x0203_0405u, Run(LoadWord, 1, frame));
        Assert.Equal(0x0304_0506u, Run(LoadWord, 2, frame));
        Assert.Equal(0u, Run(LoadWord, 3, frame));
    }

    // MINIX takes the second byte of a half word from the start of the segment after the one that it is in.
    [Fact]
    public void BothBytesOfAHalfWordBesideASplitAreFromTheirOwnPlaces()
    {
        var frame = Segmented.Split([1, 2, 3, 4, 5, 6], 3);

        Assert.Equal(0x0203u, Run(LoadHalf, 1, frame));
        Assert.Equal(0x0304u, Run(LoadHalf, 2, frame));
        Assert.Equal(0x0405u, Run(LoadHalf, 3, frame));
    }

    [Theory]
    [InlineData(11, ValidatorProfile.Minix)]
    [InlineData(12, ValidatorProfile.OpenBsd)]
    public void RandomProgramsGiveTheFlatVerdictOnRandomSplits(int seed, ValidatorProfile profile)
    {
        var random = new Random(seed);
        for (var made = 0; made < 4_000;)
        {
            var instructions = Programs.Random(random, maxLength: 30);
            if (!FilterProgram.TryCreate(instructions, 512, profile, out var program, out _)) continue;
            made++;
            for (var round = 0; round < 6; round++)
            {
                var frame = RandomFrame(random, maxLength: 48);
                var wireLength = (uint)random.Next(2000);
                var expected = program.Run(frame, wireLength);
                AssertVerdict(
                    expected, program, Segmented.SplitAnywhere(frame, random, mostCuts: 8), wireLength, Describe(seed, instructions, frame, wireLength));
            }
        }
    }

    [Theory]
    [MemberData(nameof(FilterTexts))]
    public void CompiledFiltersGiveTheFlatVerdictAtEverySplit(string expression)
    {
        var program = new FilterCompiler().Compile(expression, Wire.LinkType.Ethernet).Program!;
        var random = new Random(13);
        var accepted = 0;
        for (var round = 0; round < 40; round++)
        {
            var frame = Frames.Like(random);
            var expected = program.Run(frame, 1500);
            if (expected != 0) accepted++;
            for (var cut = 0; cut <= Math.Min(frame.Length, FilteredFrameBytes); cut++)
                AssertVerdict(expected, program, Segmented.Split(frame, cut), 1500, $"{expression}, round {round}, split at {cut}");
        }

        Assert.True(accepted > 0, "no frame was accepted, so nothing was tested");
    }

    public static TheoryData<string> FilterTexts =>
        ["ip", "ip6", "tcp", "not udp", "tcp port 80 or udp port 53", "ip[2:2] > 60", "vlan or ip", "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 or len > 100"];

    [Fact]
    public void ALoadFarIntoALongFrameIsTakenThroughTheSegments()
    {
        var bytes = new byte[3000];
        new Random(14).NextBytes(bytes);
        uint[] offsets = [0, 255, 256, 998, 1000, 1999, 2996];
        foreach (var offset in offsets)
        {
            var program = Verified(ValidatorProfile.Minix, Do(LoadWord, 2996), Do(LoadWord, offset), Do(ReturnA));
            Assert.Equal(3000, program.Reach);
            for (var cut = 0; cut <= bytes.Length; cut += 1)
            {
                var verdict = program.RunSegments(Segmented.Split(bytes, cut), 3000);
                if (verdict != program.Run(bytes, 3000)) Assert.Fail($"offset {offset}, split at {cut}");
            }
        }
    }

    [Fact]
    public void TheReachIsTheEndOfTheFarthestLoad()
    {
        Assert.Equal(0, Reach(Do(Return, 1)));
        Assert.Equal(14, Reach(Do(LoadHalf, 12), Do(ReturnA)));
        Assert.Equal(24, Reach(Do(LoadByte, 23), Do(LoadWord, 20), Do(ReturnA)));
        Assert.Equal(15, Reach(Do(LoadXHeaderLength, 14), Do(ReturnA)));
        Assert.Equal(60 + 16 + 2, Reach(Do(LoadXHeaderLength, 14), Do(LoadHalfIndexed, 16), Do(ReturnA)));
        Assert.Equal(100 + 3 + 4, Reach(Do(LoadXImmediate, 100), Do(LoadWordIndexed, 3), Do(ReturnA)));
        Assert.Equal(int.MaxValue, Reach(Do(LoadByte, 0), Do(CopyAToX), Do(LoadByteIndexed, 0), Do(ReturnA)));
        Assert.Equal(int.MaxValue, Reach(Do(LoadXLength), Do(LoadByteIndexed, 0), Do(ReturnA)));
        Assert.Equal(int.MaxValue, Reach(Do(LoadWord, uint.MaxValue), Do(ReturnA)));
    }

    [Fact] // [VM-4], [TAP-1]
    public void WithoutAProgramEverythingIsAcceptedWhole()
    {
        Assert.Equal(uint.MaxValue, BpfFilter.Filter(null, [1, 2], 2));
        Assert.Equal(uint.MaxValue, BpfFilter.FilterSegments(null, Segmented.Split([1, 2], 1), 2));
    }

    [Fact] // [TAP-1]
    public void TheFilterCallsAnswerAsTheProgramDoes()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadHalf, 1), Do(ReturnA));

        Assert.Equal(0x0203u, BpfFilter.Filter(program, [1, 2, 3], 3));
        Assert.Equal(0x0203u, BpfFilter.FilterSegments(program, Segmented.Split([1, 2, 3], 2), 3));
        Assert.True(BpfFilter.Validate(program.Instructions, ValidatorProfile.OpenBsd));
        Assert.False(BpfFilter.Validate([Do(LoadHalf, 1)], ValidatorProfile.OpenBsd));
        Assert.False(BpfFilter.Validate([], ValidatorProfile.Minix));
    }

    [Fact] // Whoever chains segments may do it wrongly; the program then ends, and reads nothing that is not there.
    public void SegmentsThatHoldLessThanTheyClaimEndTheProgram()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadWord, 1000), Do(LoadWord, 20), Do(Return, 1));

        Assert.Equal(0u, program.RunSegments(LyingSegments.Make(claimed: 2000, present: 10), 2000));
        Assert.Equal(10, new FrameSegments(LyingSegments.Make(claimed: 2000, present: 10)).CopyTo(new byte[2000]));
    }

    private static int Reach(params Instruction[] instructions) => Verified(ValidatorProfile.Minix, instructions).Reach;

    private static uint Run(ushort load, uint offset, ReadOnlySequence<byte> frame)
    {
        var program = Verified(ValidatorProfile.Minix, Do(load, offset), Do(ReturnA));
        var verdict = program.RunSegments(in frame, 6);
        Assert.Equal(verdict, SegmentInterpreter.Run(program, new FrameSegments(in frame), 6));
        return verdict;
    }

    // Whichever way the program is run by itself, the way through the segments is tried as well.
    private static void AssertVerdict(uint expected, FilterProgram program, ReadOnlySequence<byte> frame, uint wireLength, string where)
    {
        var verdict = program.RunSegments(in frame, wireLength);
        var interpreted = SegmentInterpreter.Run(program, new FrameSegments(in frame), wireLength);
        if (verdict != expected || interpreted != expected) Assert.Fail($"{verdict} and {interpreted} instead of {expected}: {where}");
    }

    private sealed class LyingSegments : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Make(int claimed, int present)
        {
            var last = new LyingSegments { Memory = new byte[1], RunningIndex = claimed - 1 };
            var first = new LyingSegments { Memory = new byte[present - 1], Next = last };
            return new ReadOnlySequence<byte>(first, 0, last, 1);
        }
    }
}
