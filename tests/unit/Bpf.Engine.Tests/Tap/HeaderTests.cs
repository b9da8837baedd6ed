using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Tests.Tap;

// bpf_mtap_hdr and bpf_mtap_af: what is put in front of a frame [TAP-1].
public sealed class HeaderTests
{
    private const int Room = 4096;

    private static readonly byte[] Header = [0x11, 0x22, 0x33, 0x44, 0x55];

    [Theory] // [TAP-1]
    [InlineData(new int[0])]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 3, 3, 9 })]
    public void AHeaderIsAnExtraFirstSegment(int[] cuts)
    {
        var rig = new DeviceRig(Room);
        var bytes = rig.Frame(20);
        rig.Interface.Tap.TapHeader(Header, new SegmentedFrame { Bytes = new FrameSegments(Segmented.Split(bytes, cuts)), WireLength = 20 });

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal([.. Header, .. bytes], record.Bytes);
        Assert.Equal((25u, 25u), (record.Header.CapturedLength, record.Header.WireLength));
    }

    [Fact]
    public void AFilterSeesTheHeaderTheFrameBehindItAndTheLengthOfBoth()
    {
        var rig = new DeviceRig(Room);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(
            new Instruction(Opcode.LoadByte, 0, 0, 0),
            new Instruction(Opcode.JumpIfEqual, 0, 5, 0x11),
            new Instruction(Opcode.LoadWord, 0, 0, 4),
            new Instruction(Opcode.JumpIfEqual, 0, 3, 0x55000000),
            new Instruction(Opcode.LoadLength, 0, 0, 0),
            new Instruction(Opcode.JumpIfEqual, 0, 1, 21),
            new Instruction(Opcode.Return, 0, 0, 7),
            new Instruction(Opcode.Return, 0, 0, 0)));
        var first = new Frame { Bytes = rig.Frame(), WireLength = 16 };
        rig.Interface.Tap.TapHeader(Header, first);
        rig.Interface.Tap.TapHeader([0x99, .. Header[1..]], first);
        rig.Interface.Tap.TapHeader(Header, new Frame { Bytes = first.Bytes, WireLength = 17 });

        Assert.Equal([.. Header, 0, 0], Assert.Single(rig.ReadRecords()).Bytes);
        Assert.Equal(3, rig.Device.GetStatistics().Received);
    }

    [Fact]
    public void AnEmptyHeaderAndAnEmptyFrameAreAllowed()
    {
        var rig = new DeviceRig(Room);
        var bytes = rig.Frame(20);
        rig.Interface.Tap.TapHeader([], new Frame { Bytes = bytes, WireLength = 20 });
        rig.Interface.Tap.TapHeader(Header, default);

        Assert.Equal([bytes, Header], rig.ReadRecords().Select(record => record.Bytes));
    }

    [Fact] // [TAP-1]: 4 bytes in network order.
    public void TheAddressFamilyStandsInFrontInNetworkOrder()
    {
        var rig = new DeviceRig(Room);
        var bytes = rig.Frame(20);
        rig.Interface.Tap.TapAddressFamily(0x0102031e, new Frame { Bytes = bytes, WireLength = 20 });

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal([1, 2, 3, 0x1e, .. bytes], record.Bytes);
        Assert.Equal(24u, record.Header.WireLength);
    }

    [Fact] // [TAP-1]: its own copying, for as many bytes as the record has; the filter sees the frame as it is.
    public void AnOwnCopyFunctionFillsTheRecord()
    {
        var rig = new DeviceRig(Room);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(9));
        var bytes = rig.Frame(20);
        var seen = new List<byte[]>();
        rig.Interface.Tap.TapHeader(Header, new SegmentedFrame { Bytes = new FrameSegments(Segmented.Split(bytes, 6)), WireLength = 20 }, Reverse);

        Assert.Equal([Header, bytes[..6], bytes[6..]], seen);
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1, 0], Assert.Single(rig.ReadRecords()).Bytes);

        void Reverse(FrameSegments source, Span<byte> target)
        {
            foreach (var piece in source) seen.Add(piece.ToArray());
            for (var i = 0; i < target.Length; i++) target[i] = (byte)(target.Length - 1 - i);
        }
    }

    [Fact] // [BUF-5]: what is not stored is not copied: a device that nobody reads costs its filter.
    public void ACopyFunctionIsNotCalledForAFrameThatIsNotStored()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        second.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));
        var third = rig.OpenAttached();
        third.SetFilterDrop(DeviceRig.Owner, FilterDrop.DropOnly);
        var calls = 0;
        for (var i = 0; i < 20; i++) rig.Interface.Tap.TapHeader([], new Frame { Bytes = rig.Frame(), WireLength = DeviceRig.FrameBytes }, Count);

        Assert.Equal(6, calls);
        Assert.Equal((20, 14), (rig.Device.GetStatistics().Captured, rig.Device.GetStatistics().Dropped));

        void Count(FrameSegments source, Span<byte> target)
        {
            calls++;
            source.CopyTo(target);
        }
    }

    [Fact] // [STAT-4]
    public void ACopyFunctionThatFailsLeavesNoRecordAndTheBooksInOrder()
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        Assert.Throws<InvalidOperationException>(() => rig.Interface.Tap.TapHeader([], new Frame { Bytes = rig.Frame(), WireLength = 16 }, Fail));
        rig.Offer(1);

        DeviceRig.AssertBooksBalance(rig.Device);
        Assert.Equal([1u, 2u, 4u], rig.ReadNumbers());

        static void Fail(FrameSegments source, Span<byte> target) => throw new InvalidOperationException();
    }
}
