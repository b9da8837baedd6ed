using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Tests.Device;

public sealed class FilterTests
{
    [Fact] // [OPEN-3], [VM-4]
    public void WithoutAFilterEveryFrameIsTakenWhole()
    {
        var rig = new DeviceRig();
        rig.Offer(1, length: 100);

        Assert.Equal(100u, Assert.Single(rig.ReadRecords()).Header.CapturedLength);
    }

    [Theory] // [STAT-3]
    [InlineData(1u, 1u)]
    [InlineData(99u, 99u)]
    [InlineData(100u, 100u)]
    [InlineData(101u, 100u)]
    [InlineData(0x80000000u, 100u)]
    [InlineData(uint.MaxValue, 100u)]
    public void TheVerdictIsTheMostThatIsCaptured(uint verdict, uint expected)
    {
        var rig = new DeviceRig();
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(verdict));
        rig.Offer(1, length: 100);

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal(expected, record.Header.CapturedLength);
        Assert.Equal(100u, record.Header.WireLength);
    }

    [Fact] // [STAT-1], [STAT-3]
    public void AVerdictOfZeroRejectsAndCountsAsReceivedOnly()
    {
        var rig = new DeviceRig();
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));
        rig.Offer(7);

        Assert.Equal(new DeviceStatistics { Received = 7 }, rig.Device.GetStatistics());
        Assert.Equal(7, rig.Device.GetStatistics().Rejected);
    }

    [Fact] // [STAT-3], [VM-2]: loads see the bytes, length loads the wire.
    public void TheFilterSeesTheFramesBytesAndItsWireLength()
    {
        var rig = new DeviceRig();
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(
            new Instruction(Opcode.LoadWord, 0, 0, 0),
            new Instruction(Opcode.JumpIfEqual, 0, 3, 2),
            new Instruction(Opcode.LoadLength, 0, 0, 0),
            new Instruction(Opcode.JumpIfEqual, 0, 1, 1500),
            new Instruction(Opcode.Return, 0, 0, 8),
            new Instruction(Opcode.Return, 0, 0, 0)));
        for (var i = 0; i < 3; i++) rig.Interface.Tap.Tap(new Frame { Bytes = rig.Frame(), WireLength = 1500 });

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal(2u, record.Number);
        Assert.Equal((8u, 1500u), (record.Header.CapturedLength, record.Header.WireLength));
        Assert.Equal((3, 1), (rig.Device.GetStatistics().Received, rig.Device.GetStatistics().Captured));
    }

    [Fact] // [IOCTL-5], [STAT-2]
    public void ANewFilterFlushesAndSoDoesClearingIt()
    {
        var rig = new DeviceRig();
        foreach (var program in new[] { DeviceRig.Answer(20), null })
        {
            rig.Offer(4);
            Assert.Equal(Errno.OK, rig.Device.SetFilter(DeviceRig.Owner, program));
            Assert.Equal(default, rig.Device.GetStatistics());
            Assert.Equal(Errno.EAGAIN, rig.TryRead());
            Assert.Equal(program is null ? 0 : 1, rig.Device.Describe().FilterLength);
            DeviceRig.AssertBooksBalance(rig.Device);
        }

        Assert.Equal(8, rig.Device.GetLifetime().Flushed);
    }

    [Theory] // [IOCTL-5]
    [InlineData(512, 512, Errno.OK)]
    [InlineData(512, 513, Errno.EINVAL)]
    [InlineData(4096, 4096, Errno.OK)]
    [InlineData(1, 2, Errno.EINVAL)]
    public void AProgramLongerThanTheOptionIsEinval(int maxInstructions, int length, Errno expected)
    {
        var rig = new DeviceRig(limits: new DeviceLimits { MaxInstructions = maxInstructions });
        var instructions = new Instruction[length];
        Array.Fill(instructions, new Instruction(Opcode.CopyAToX, 0, 0, 0));
        instructions[^1] = new Instruction(Opcode.Return, 0, 0, uint.MaxValue);

        Assert.Equal(expected, rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(instructions)));
        Assert.Equal(expected == Errno.OK ? length : 0, rig.Device.Describe().FilterLength);
    }

    [Fact] // [IOCTL-5]
    public void ARefusedProgramLeavesFilterBuffersAndCounters()
    {
        var rig = new DeviceRig(limits: new DeviceLimits { MaxInstructions = 1 });
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(8));
        rig.Offer(4);
        var before = rig.Device.GetStatistics();

        Assert.Equal(Errno.EINVAL, Requests.SendBad("BIOCSETF", rig, DeviceRig.Owner));
        Assert.Equal(before, rig.Device.GetStatistics());
        Assert.Equal(1, rig.Device.Describe().FilterLength);
        rig.Offer(1);
        Assert.All(rig.ReadRecords(), record => Assert.Equal(8u, record.Header.CapturedLength));
    }
}
