using Bpf.Engine.Filter;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Tests.Tap;

public sealed class VlanTests
{
    private const int Room = 4096;

    [Theory] // [TAP-4]
    [InlineData(0x8100, 0x0001)]
    [InlineData(0x88a8, 0x0fff)]
    [InlineData(0x8100, 0xb00a)]
    public void TheTagGoesBackBetweenAddressesAndType(int protocol, int control)
    {
        var rig = new DeviceRig(Room);
        var bytes = rig.Frame(60);
        bytes[12] = 0x08;
        bytes[13] = 0x06;
        Tap(rig, bytes, 60, (ushort)protocol, (ushort)control);

        var record = Assert.Single(rig.ReadRecords());
        byte[] tag = [(byte)(protocol >> 8), (byte)protocol, (byte)(control >> 8), (byte)control];
        Assert.Equal([.. bytes[..12], .. tag, .. bytes[12..]], record.Bytes);
        Assert.Equal((64u, 64u), (record.Header.CapturedLength, record.Header.WireLength));
    }

    [Fact] // [TAP-4]
    public void VlanZeroIsATagToo()
    {
        var rig = new DeviceRig(Room);
        Tap(rig, rig.Frame(60), 60, 0x8100, control: 0);

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal(64u, record.Header.WireLength);
        Assert.Equal([0x81, 0x00, 0x00, 0x00], record.Bytes[12..16]);
    }

    [Fact] // [TAP-4]: a kernel without TP_STATUS_VLAN_TPID_VALID reports the tag and not its protocol.
    public void ATagWhoseProtocolIsNotReportedIsACustomerTag()
    {
        var rig = new DeviceRig(Room);
        Tap(rig, rig.Frame(60), 60, protocol: 0, control: 5);

        Assert.Equal([0x81, 0x00, 0x00, 0x05], Assert.Single(rig.ReadRecords()).Bytes[12..16]);
    }

    [Fact] // [TAP-4]
    public void AFrameWithoutATagIsTappedAsItIs()
    {
        var rig = new DeviceRig(Room);
        var bytes = rig.Frame(60);
        rig.Interface.Tap.TapEthernet(new Frame { Bytes = bytes, WireLength = 60 }, tag: null);

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal(bytes, record.Bytes);
        Assert.Equal(60u, record.Header.WireLength);
    }

    [Theory] // [TAP-4]: there is no place for a tag before the type is there.
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void AFrameShorterThanAnEthernetHeaderIsTappedAsItCame(int length)
    {
        var rig = new DeviceRig(Room);
        var bytes = new byte[length];
        Tap(rig, bytes, (uint)length, 0x8100, 5);

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal(bytes, record.Bytes);
        Assert.Equal((uint)length, record.Header.WireLength);
    }

    [Fact] // [TAP-4]
    public void AFrameOfJustAnEthernetHeaderBecomesEighteenBytes()
    {
        var rig = new DeviceRig(Room);
        Tap(rig, new byte[14], 14, 0x8100, 5);

        Assert.Equal(18u, Assert.Single(rig.ReadRecords()).Header.CapturedLength);
    }

    [Fact] // [TAP-4]: the wire length grows by the tag also when the bytes were cut.
    public void ACutFrameKeepsItsCutAndItsTrueLength()
    {
        var rig = new DeviceRig(Room);
        Tap(rig, rig.Frame(60), wireLength: 1514, 0x8100, 5);

        var header = Assert.Single(rig.ReadRecords()).Header;
        Assert.Equal((64u, 1518u), (header.CapturedLength, header.WireLength));
    }

    [Fact] // [TAP-4]
    public void FiltersSeeTheTagAndTheLengthWithIt()
    {
        var rig = new DeviceRig(Room);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(
            new Instruction(Opcode.LoadHalf, 0, 0, 12),
            new Instruction(Opcode.JumpIfEqual, 0, 5, 0x8100),
            new Instruction(Opcode.LoadHalf, 0, 0, 14),
            new Instruction(Opcode.JumpIfEqual, 0, 3, 42),
            new Instruction(Opcode.LoadLength, 0, 0, 0),
            new Instruction(Opcode.JumpIfEqual, 0, 1, 64),
            new Instruction(Opcode.Return, 0, 0, uint.MaxValue),
            new Instruction(Opcode.Return, 0, 0, 0)));
        Tap(rig, rig.Frame(60), 60, 0x8100, 42);
        Tap(rig, rig.Frame(60), 60, 0x8100, 43);
        rig.Offer(1, length: 60);

        Assert.Equal(1u, Assert.Single(rig.ReadRecords()).Number);
        Assert.Equal(3, rig.Device.GetStatistics().Received);
    }

    [Fact] // [TAP-2], [TAP-4]: also a shorter frame after a longer one.
    public void EveryDeviceGetsTheRebuiltFrameAndNothingOfTheOneBefore()
    {
        var rig = new DeviceRig(Room);
        var second = rig.OpenAttached(Room);
        var frames = new[] { rig.Frame(1000), rig.Frame(60), rig.Frame(1001) };
        foreach (var frame in frames) Tap(rig, frame, (uint)frame.Length, 0x8100, 5);

        var destination = new byte[Room];
        var result = second.Read(destination);
        foreach (var records in new[] { rig.ReadRecords(), CapturedRecord.ParseAll(destination.AsSpan(0, result.LengthBytes)) })
        {
            Assert.Equal(frames.Select(frame => frame.Length + 4), records.Select(record => record.Bytes.Length));
            Assert.Equal(frames.Select(frame => frame[12..]), records.Select(record => record.Bytes[16..]));
        }
    }

    [Theory] // [TAP-4]: 0 and 1 change places, all others stay.
    [InlineData(0, 0x2abc)]
    [InlineData(1, 0x0abc)]
    [InlineData(2, 0x4abc)]
    [InlineData(3, 0x6abc)]
    [InlineData(6, 0xcabc)]
    [InlineData(7, 0xeabc)]
    public void APriorityBesideTheTagIsPutIntoItWithZeroAndOneSwapped(byte priority, int expectedControl)
    {
        var rig = new DeviceRig(Room);
        rig.Interface.Tap.TapEthernet(new Frame { Bytes = rig.Frame(60), WireLength = 60 }, VlanTag.WithPriority(0x0abc, priority));

        Assert.Equal(
            [0x81, 0x00, (byte)(expectedControl >> 8), (byte)expectedControl], Assert.Single(rig.ReadRecords()).Bytes[12..16]);
    }

    [Fact] // [TAP-4]: the priority of a tag control that carries it is left alone.
    public void ATagControlThatCarriesItsPriorityIsUsedAsItIs()
    {
        var rig = new DeviceRig(Room);
        foreach (ushort control in (ushort[])[0x0005, 0x2005, 0x3005]) Tap(rig, rig.Frame(60), 60, 0x8100, control);

        Assert.Equal([0x0005, 0x2005, 0x3005], rig.ReadRecords().Select(record => record.Bytes[14] << 8 | record.Bytes[15]));
    }

    [Fact] // [TAP-4]
    public void AJumboFrameGetsItsTagBackToo()
    {
        var rig = new DeviceRig(262144);
        Tap(rig, rig.Frame(65535), 65535, 0x8100, 5);

        Assert.Equal(65539u, Assert.Single(rig.ReadRecords()).Header.CapturedLength);
    }

    private static void Tap(DeviceRig rig, byte[] bytes, uint wireLength, ushort protocol, ushort control)
    {
        var frame = new Frame { Bytes = bytes, WireLength = wireLength };
        rig.Interface.Tap.TapEthernet(frame, new VlanTag(protocol, control));
    }
}
