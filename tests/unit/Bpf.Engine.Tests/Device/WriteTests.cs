using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

public sealed class WriteTests
{
    private const int LargestFrame = 14 + 1500;

    private static readonly byte[] OwnSource = [0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa];

    private readonly DeviceRig rig = new(bufferBytes: 8192);

    [Fact] // [WRITE-1]
    public void WithoutAnInterfaceItIsEinvalEvenForNothing()
    {
        var unattached = new DeviceRig(isAttached: false);

        Assert.Equal(Errno.EINVAL, unattached.Device.Write(Frame(60), out var written));
        Assert.Equal(Errno.EINVAL, unattached.Device.Write([], out _));
        Assert.Equal(0, written);
    }

    [Fact] // [IF-3]
    public void AfterTheInterfaceIsGoneItIsEinval()
    {
        rig.Interface.Disappear();

        Assert.Equal(Errno.EINVAL, rig.Device.Write(Frame(60), out _));
    }

    [Fact] // [WRITE-1]: before the interface is asked anything.
    public void NothingIsWrittenInFullWhateverTheInterfaceIs()
    {
        rig.Interface.IsDown = true;
        rig.Interface.WriteObstacle = "no";

        Assert.Equal(Errno.OK, rig.Device.Write([], out var written));
        Assert.Equal(0, written);
        Assert.Empty(rig.Interface.Sent);
    }

    [Theory] // [WRITE-1]
    [InlineData(LargestFrame, Errno.OK)]
    [InlineData(LargestFrame + 1, Errno.EMSGSIZE)]
    [InlineData(1, Errno.OK)]
    public void TheLargestFrameIsTheLinkHeaderAndTheMtu(int length, Errno expected)
    {
        Assert.Equal(expected, rig.Device.Write(Frame(length), out var written));
        Assert.Equal(expected == Errno.OK ? length : 0, written);
        Assert.Equal(expected == Errno.OK ? 1 : 0, rig.Interface.Sent.Count);
    }

    [Fact] // [WRITE-1]: in 32 bits the sum would be negative and every frame too large.
    public void TheLargestSizeIsASumOfSixtyFourBits()
    {
        rig.Interface.PayloadLimit = int.MaxValue;

        Assert.Equal(Errno.OK, rig.Device.Write(Frame(60), out _));
    }

    [Fact] // [WRITE-1]
    public void TooLargeComesBeforeDown()
    {
        rig.Interface.IsDown = true;

        Assert.Equal(Errno.EMSGSIZE, rig.Device.Write(Frame(LargestFrame + 1), out _));
    }

    [Fact] // [WRITE-1]
    public void AnInterfaceThatIsDownIsTappedNowhereAndCountedNowhere()
    {
        rig.Interface.IsDown = true;
        rig.Device.SetFeedback(DeviceRig.Owner, true);

        Assert.Equal(Errno.ENETDOWN, rig.Device.Write(Frame(60), out var written));
        Assert.Equal(0, written);
        Assert.Equal(default, rig.Device.GetStatistics());
        Assert.Equal(default, rig.Table.GetStatistics());
        Assert.Empty(rig.Interface.Sent);
        Assert.Empty(rig.Interface.FedBack);
    }

    [Fact] // [WRITE-1]: also when the medium says so only then.
    public void ARefusalByTheMediumIsTappedNowhereAndNotFedBack()
    {
        rig.Device.SetFeedback(DeviceRig.Owner, true);
        rig.Interface.SendAnswer = Errno.ENETDOWN;

        Assert.Equal(Errno.ENETDOWN, rig.Device.Write(Frame(60), out var written));
        Assert.Equal(0, written);
        Assert.Equal(default, rig.Device.GetStatistics());
        Assert.Empty(rig.Interface.FedBack);
    }

    [Fact] // [WRITE-2]
    public void TheInterfacesSourceAddressIsFilledInBeforeTheTapsSeeIt()
    {
        var frame = Frame(60);
        rig.Device.Write(frame, out _);

        var record = Assert.Single(rig.ReadRecords());
        byte[] expected = [.. frame[..6], .. ScriptedInterface.Address.Span, .. frame[12..]];
        Assert.Equal(expected, record.Bytes);
        Assert.Equal(expected, Assert.Single(rig.Interface.Sent));
        Assert.Equal(OwnSource, frame[6..12]);
    }

    [Fact] // [WRITE-2]
    public void WithHeaderCompleteTheFrameGoesOutAsItCame()
    {
        var frame = Frame(60);
        rig.Device.SetHeaderComplete(DeviceRig.Owner, true);
        rig.Device.Write(frame, out _);

        Assert.Equal(frame, Assert.Single(rig.ReadRecords()).Bytes);
        rig.Device.SetHeaderComplete(DeviceRig.Owner, false);
        rig.Device.Write(frame, out _);
        Assert.Equal(ScriptedInterface.Address.ToArray(), Assert.Single(rig.ReadRecords()).Bytes[6..12]);
    }

    [Theory] // [WRITE-2]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public void OnlyAWholeEthernetHeaderHasAPlaceForTheSource(int length, bool isFilled)
    {
        var frame = Frame(length);
        rig.Device.Write(frame, out var written);

        Assert.Equal(length, written);
        Assert.Equal(isFilled, !frame.SequenceEqual(Assert.Single(rig.Interface.Sent)));
    }

    [Fact] // [WRITE-3]
    public void EveryDeviceThatSeesWhatIsSentCapturesItOnceTheWriterIncluded()
    {
        var second = rig.OpenAttached(8192);
        var blind = rig.OpenAttached(8192);
        blind.SetSeeSent(DeviceRig.Owner, false);
        var masked = rig.OpenAttached(8192);
        masked.SetIgnoredDirections(DeviceRig.Owner, FrameDirection.Out);
        rig.Device.Write(Frame(60), out _);

        Assert.Equal(FrameDirection.Out, Assert.Single(rig.ReadRecords()).Header.Direction);
        Assert.Equal(1, second.GetStatistics().Captured);
        Assert.Equal(default, blind.GetStatistics());
        Assert.Equal(default, masked.GetStatistics());
    }

    [Fact] // [WRITE-4]
    public void FeedbackIsTheFrameAsItCameAndNoTapSeesIt()
    {
        var frame = Frame(60);
        rig.Device.SetFeedback(DeviceRig.Owner, true);

        Assert.Equal(Errno.OK, rig.Device.Write(frame, out var written));
        Assert.Equal(60, written);
        Assert.Equal(frame, Assert.Single(rig.Interface.FedBack));
        Assert.Single(rig.ReadRecords());
        rig.Device.SetFeedback(DeviceRig.Owner, false);
        rig.Device.Write(frame, out _);
        Assert.Single(rig.Interface.FedBack);
    }

    [Fact] // [WRITE-4]: half of what was asked for would be a lie.
    public void WhereNothingCanBeFedBackNothingIsSentEither()
    {
        rig.Interface.FeedbackObstacle = "no way in";
        rig.Device.SetFeedback(DeviceRig.Owner, true);

        Assert.Equal(Errno.EOPNOTSUPP, rig.Device.Write(Frame(60), out _));
        Assert.Empty(rig.Interface.Sent);
    }

    [Fact]
    public void AnInterfaceThatSendsNothingSaysSoBeforeItLooksAtTheSize()
    {
        rig.Interface.WriteObstacle = "a file";

        Assert.Equal(Errno.EOPNOTSUPP, rig.Device.Write(Frame(LargestFrame + 1), out _));
    }

    [Fact] // [IOCTL-3]
    public void AFrameThatTheWriteFilterRejectsIsEperm()
    {
        rig.Device.SetWriteFilter(DeviceRig.Owner, DeviceRig.Program(
            new Instruction(Opcode.LoadHalf, 0, 0, 12),
            new Instruction(Opcode.JumpIfEqual, 0, 1, 0x88b5),
            new Instruction(Opcode.Return, 0, 0, 1),
            new Instruction(Opcode.Return, 0, 0, 0)));
        var refused = Frame(60);
        refused[13] = 0xb6;

        Assert.Equal(Errno.EPERM, rig.Device.Write(refused, out _));
        Assert.Equal(Errno.OK, rig.Device.Write(Frame(60), out _));
        Assert.Single(rig.Interface.Sent);
        Assert.Equal(Errno.OK, rig.Device.SetWriteFilter(DeviceRig.Owner, null));
        Assert.Equal(Errno.OK, rig.Device.Write(refused, out _));
    }

    [Fact] // [IOCTL-1]: a pending read forbids ioctls, not writes.
    public async Task AWriteWorksWhileAReadIsPendingAndEndsIt()
    {
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        var read = rig.StartRead();

        Assert.Equal(Errno.OK, rig.Device.Write(Frame(60), out _));
        Assert.Equal(1, (await DeviceRig.EndOf(read)).RecordCount);
    }

    [Fact]
    public void AClosedDeviceIsEnxio()
    {
        rig.Table.Close(rig.Device);

        Assert.Equal(Errno.ENXIO, rig.Device.Write(Frame(60), out _));
    }

    // Two devices that write at once, each tapped by the other: with a device's lock held over the output they would wait for each other for ever.
    [Fact] // [WRITE-3]
    public async Task WritersOfOneInterfaceDoNotWaitForEachOther()
    {
        const int Each = 500;
        var loop = new Bpf.Engine.Interfaces.LoopInterface(rig.Clock);
        BpfDevice[] writers = [rig.Open(8192), rig.Open(8192), rig.Open(8192)];
        foreach (var writer in writers) Assert.Equal(Errno.OK, writer.SetInterface(DeviceRig.Owner, loop));
        await DeviceRig.EndOf(Task.WhenAll(writers.Select(writer => Task.Run(
            () =>
            {
                for (var i = 0; i < Each; i++) Assert.Equal(Errno.OK, writer.Write(Frame(60), out _));
            },
            TestContext.Current.CancellationToken))));

        foreach (var writer in writers)
        {
            Assert.Equal(Each * writers.Length, writer.GetStatistics().Captured);
            DeviceRig.AssertBooksBalance(writer);
        }
    }

    private static byte[] Frame(int length)
    {
        var frame = new byte[length];
        frame.AsSpan().Fill(0x11);
        if (length < 14) return frame;
        OwnSource.CopyTo(frame, 6);
        (frame[12], frame[13]) = (0x88, 0xb5);
        return frame;
    }
}
