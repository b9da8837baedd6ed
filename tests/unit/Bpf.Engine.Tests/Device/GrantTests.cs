using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

/// <summary>What an opener was granted holds for the device, whatever is asked of it and by whom.</summary>
public sealed class GrantTests
{
    private static readonly DeviceOwner Limited = DeviceRig.Owner with { Grant = new LongFrames() };

    [Fact]
    public void TheGuardHoldsBeforeAndAfterEveryChangeOfTheProgram()
    {
        var rig = new DeviceRig(isAttached: false);
        var device = Open(rig);
        Assert.Equal(Errno.OK, device.SetFilter(Limited, DeviceRig.Answer(1000)));
        Assert.Equal(Errno.OK, device.SetInterface(Limited, rig.Interface));
        Assert.Equal(0, Accepted());
        // By another who may do everything: the device stays what it was opened as.
        foreach (var caller in new[] { Limited, DeviceRig.Owner })
        {
            foreach (var program in new[] { null, DeviceRig.Answer(uint.MaxValue), DeviceRig.Answer(5) })
            {
                Assert.Equal(Errno.OK, device.SetFilter(caller, program));
                Assert.Equal(0, Accepted());
            }
        }

        long Accepted()
        {
            rig.Offer(3, length: 20);
            return device.GetStatistics().Captured;
        }
    }

    [Fact]
    public void WhatTheGuardAcceptsIsForTheProgramToDecideUpToTheGrantedLength()
    {
        var rig = new DeviceRig(isAttached: false);
        var device = Open(rig, bufferBytes: 4096);
        Assert.Equal(Errno.OK, device.SetInterface(Limited, rig.Interface));
        Assert.Equal(LongFrames.Granted, Captured());
        device.SetFilter(Limited, DeviceRig.Answer(70));
        Assert.Equal(70u, Captured());
        device.SetFilter(Limited, DeviceRig.Answer(uint.MaxValue));
        Assert.Equal(LongFrames.Granted, Captured());
        device.SetFilter(Limited, DeviceRig.Answer(0));
        rig.Offer(1, length: 200);
        Assert.Equal(0, device.GetStatistics().Captured);

        uint Captured()
        {
            device.SetImmediate(Limited, true);
            rig.Offer(1, length: 200);
            var bytes = new byte[device.BufferBytes];
            var read = device.Read(bytes);
            Assert.Equal(Errno.OK, read.Errno);
            return Assert.Single(CapturedRecord.ParseAll(bytes.AsSpan(0, read.LengthBytes))).Header.CapturedLength;
        }
    }

    [Fact]
    public void AnInterfaceThatIsNotGrantedIsNotAttached()
    {
        var rig = new DeviceRig(isAttached: false);
        foreach (var grant in new[] { new LongFrames { AllowsInterfaces = false }, new LongFrames { Judges = false } })
        {
            var caller = DeviceRig.Owner with { Grant = grant };
            Assert.Equal(Errno.OK, rig.Table.Open(BpfDeviceTable.CloningMinor, caller, out var device));
            Assert.Equal(Errno.EPERM, device!.SetInterface(caller, rig.Interface));
            // Nor by somebody else, for the one who opened it.
            Assert.Equal(Errno.EPERM, device.SetInterface(DeviceRig.Owner, rig.Interface));
            Assert.Equal(0, rig.Interface.Tap.DeviceCount);
        }
    }

    [Fact]
    public void WhoIsGrantedLessDoesNotControlADevice()
    {
        var rig = new DeviceRig();
        Assert.Equal(Errno.EPERM, rig.Device.SetFilter(Limited, null));
        Assert.Equal(Errno.EPERM, rig.Device.Flush(Limited));
        Assert.Equal(Errno.EPERM, rig.Device.SetImmediate(Limited, true));
        Assert.Equal(DeviceRig.Owner, rig.Device.Describe().Owner);
    }

    private static BpfDevice Open(DeviceRig rig, int bufferBytes = 4096)
    {
        Assert.Equal(Errno.OK, rig.Table.Open(BpfDeviceTable.CloningMinor, Limited, out var device));
        long length = bufferBytes;
        Assert.Equal(Errno.OK, device!.SetBufferLength(Limited, ref length));
        return device;
    }

    /// <summary>Frames longer than 50 bytes, and a hundred bytes of them.</summary>
    private sealed class LongFrames : DeviceGrant
    {
        public const uint Granted = 100;

        public bool AllowsInterfaces { get; init; } = true;

        public bool Judges { get; init; } = true;

        public override uint SnapLength => Granted;

        public override bool Allows(string interfaceName) => AllowsInterfaces;

        public override bool TryGetGuard(LinkType linkType, out FilterProgram? guard)
        {
            Instruction[] program =
            [
                new(Opcode.LoadLength, 0, 0, 0),
                new(Opcode.JumpIfGreater, 0, 1, 50),
                new(Opcode.Return, 0, 0, 1),
                new(Opcode.Return, 0, 0, 0),
            ];
            return FilterProgram.TryCreate(program, 512, ValidatorProfile.Minix, out guard, out _) && Judges;
        }

        public override bool Covers(string interfaceName, DeviceGrant? deviceGrant) => deviceGrant == this;
    }
}
