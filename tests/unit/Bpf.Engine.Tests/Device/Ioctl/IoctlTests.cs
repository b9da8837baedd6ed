using Bpf.Engine.Device;
using Bpf.Engine.Device.Ioctl;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Device.Ioctl;

public sealed class IoctlTests
{
    private static readonly string[] Seed =
    [
        "BIOCGBLEN", "BIOCSBLEN", "BIOCSETF", "BIOCPROMISC", "BIOCFLUSH", "BIOCGDLT", "BIOCGETIF", "BIOCSETIF", "BIOCGSTATS", "BIOCIMMEDIATE",
        "BIOCVERSION", "BIOCGHDRCMPLT", "BIOCSHDRCMPLT", "BIOCSDLT", "BIOCGDLTLIST", "BIOCGSEESENT", "BIOCSSEESENT", "BIOCSRTIMEOUT", "BIOCGRTIMEOUT",
        "BIOCGFEEDBACK", "BIOCSFEEDBACK", "FIONREAD",
    ];

    private static readonly string[] OtherBsds =
    [
        "BIOCSETWF", "BIOCSETFNR", "BIOCLOCK", "BIOCGDIRFILT", "BIOCSDIRFILT", "BIOCGFILDROP", "BIOCSFILDROP", "BIOCSTSTAMP", "BIOCGTSTAMP",
        "BIOCSWTIMEOUT", "BIOCGWTIMEOUT", "BIOCDWTIMEOUT",
    ];

    public static TheoryData<string> Names => [.. IoctlRequest.All.Keys.Order(StringComparer.Ordinal)];

    [Fact] // [IOCTL-2], [IOCTL-3]
    public void TheTableHasEveryRequestOnce() =>
        Assert.Equal(Seed.Concat(OtherBsds).Order(StringComparer.Ordinal), IoctlRequest.All.Keys.Order(StringComparer.Ordinal));

    [Theory] // [IOCTL-1]
    [MemberData(nameof(Names))]
    [InlineData("BIOCNOTHING")]
    public async Task WhileAReadIsPendingEveryRequestIsEio(string name)
    {
        var rig = new IoctlRig();
        var read = rig.Rig.StartRead();

        Assert.Equal(Errno.EIO, rig.Send(name, caller: new DeviceOwner("mallory")).Errno);
        Assert.Equal(DeviceRig.Owner, rig.Device.Describe().Owner);
        rig.Rig.Offer(3);
        await DeviceRig.EndOf(read);
    }

    [Theory] // [IOCTL-1]
    [InlineData("BIOCNOTHING")]
    [InlineData("biocgblen")]
    [InlineData("")]
    public void AnUnknownRequestIsEnottyAndItsCallerTheDevicesUser(string name)
    {
        var rig = new IoctlRig();

        Assert.Equal(Errno.ENOTTY, rig.Send(name, caller: new DeviceOwner("carol")).Errno);
        Assert.Equal("carol", rig.Device.Describe().Owner.User);
        Assert.Equal(Errno.ENOTTY, rig.Send(name, 1).Errno);
    }

    [Theory] // [IOCTL-2]
    [MemberData(nameof(Names))]
    public void AnArgumentOfAnotherKindIsEinvalWithAReason(string name)
    {
        var rig = new IoctlRig();
        var other = IoctlRequest.All[name].Takes == IoctlKind.Time ? (IoctlValue)new IoctlValue.Number(1) : new IoctlValue.Time(1, 0);

        var result = rig.Send(name, other);
        Assert.Equal(Errno.EINVAL, result.Errno);
        Assert.StartsWith($"{name} takes ", result.Reason, StringComparison.Ordinal);
    }

    [Theory] // [IOCTL-2], [IOCTL-3]
    [MemberData(nameof(Names))]
    public void ARequestAnswersTheKindThatItSays(string name)
    {
        var rig = new IoctlRig(isAttached: name is not ("BIOCSBLEN" or "BIOCSETIF"));
        rig.Send("BIOCSWTIMEOUT", new IoctlValue.Time(1, 0));
        var request = IoctlRequest.All[name];
        IoctlValue? argument = request.Takes switch
        {
            IoctlKind.Number or IoctlKind.Flag or IoctlKind.Capacity => new IoctlValue.Number(1),
            IoctlKind.Name => new IoctlValue.Name("scripted0"),
            IoctlKind.Time => new IoctlValue.Time(1, 0),
            IoctlKind.Program => new IoctlValue.Program([]),
            _ => null,
        };

        var result = rig.Send(name, argument);
        Assert.Equal(Errno.OK, result.Errno);
        Assert.Equal(
            request.Answers switch
            {
                IoctlKind.None => null,
                IoctlKind.Number or IoctlKind.Flag => typeof(IoctlValue.Number),
                IoctlKind.Name => typeof(IoctlValue.Name),
                IoctlKind.Time => typeof(IoctlValue.Time),
                IoctlKind.LinkTypes => typeof(IoctlValue.LinkTypes),
                IoctlKind.Statistics => typeof(IoctlValue.Statistics),
                IoctlKind.Version => typeof(IoctlValue.Version),
                _ => throw new InvalidOperationException(),
            },
            result.Value?.GetType());
    }

    [Theory] // [IOCTL-4]
    [InlineData("BIOCSSEESENT", "BIOCGSEESENT")]
    [InlineData("BIOCSHDRCMPLT", "BIOCGHDRCMPLT")]
    [InlineData("BIOCSFEEDBACK", "BIOCGFEEDBACK")]
    public void FlagsNormaliseToZeroAndOne(string setter, string getter)
    {
        var rig = new IoctlRig();
        foreach (var (given, expected) in new[] { (2L, 1L), (0, 0), (-1, 1), (long.MinValue, 1), (0, 0), (1, 1) })
        {
            Assert.Equal(Errno.OK, rig.Send(setter, given).Errno);
            Assert.Equal(expected, rig.Number(getter));
        }
    }

    [Theory] // [IOCTL-3]
    [InlineData("BIOCSDIRFILT", "BIOCGDIRFILT", 3)]
    [InlineData("BIOCSFILDROP", "BIOCGFILDROP", 2)]
    [InlineData("BIOCSTSTAMP", "BIOCGTSTAMP", 1)]
    public void ANumberInBoundsIsKeptAndOneOutsideIsEinval(string setter, string getter, int largest)
    {
        var rig = new IoctlRig();
        Assert.Equal(0, rig.Number(getter));
        for (var i = 0; i <= largest; i++)
        {
            Assert.Equal(Errno.OK, rig.Send(setter, i).Errno);
            Assert.Equal(i, rig.Number(getter));
        }

        foreach (var outside in new[] { largest + 1, -1, 256, 257, 1L << 32, long.MinValue }) Assert.Equal(Errno.EINVAL, rig.Send(setter, outside).Errno);
        Assert.Equal(largest, rig.Number(getter));
    }

    [Theory] // [BUF-2]
    [InlineData(65536, 65536)]
    [InlineData(-5, 32)]
    [InlineData(0, 32)]
    [InlineData(33, 40)]
    [InlineData(long.MaxValue, 262144)]
    public void TheBufferLengthIsCorrectedAndWrittenBack(long asked, long expected)
    {
        var rig = new IoctlRig(isAttached: false);

        Assert.Equal(new IoctlValue.Number(expected), rig.Answer("BIOCSBLEN", new IoctlValue.Number(asked)));
        Assert.Equal(expected, rig.Number("BIOCGBLEN"));
        rig.Send("BIOCSETIF", new IoctlValue.Name("scripted0"));
        Assert.Equal(Errno.EINVAL, rig.Send("BIOCSBLEN", 4096).Errno);
        Assert.Equal(expected, rig.Number("BIOCGBLEN"));
    }

    [Fact] // [IF-1]
    public void AttachingGoesByNameOnceAndEinvalComesBeforeEnxio()
    {
        var rig = new IoctlRig(isAttached: false);
        foreach (var name in new[] { "BIOCGETIF", "BIOCGDLT", "BIOCGDLTLIST", "BIOCPROMISC" }) Assert.Equal(Errno.EINVAL, rig.Send(name).Errno);
        Assert.Equal(Errno.EINVAL, rig.Send("BIOCSDLT", 1).Errno);
        Assert.Equal(Errno.ENXIO, rig.Send("BIOCSETIF", new IoctlValue.Name("nosuch0")).Errno);

        Assert.Equal(Errno.OK, rig.Send("BIOCSETIF", new IoctlValue.Name("scripted0")).Errno);
        Assert.Equal(new IoctlValue.Name("scripted0"), rig.Answer("BIOCGETIF"));
        Assert.Equal(Errno.EINVAL, rig.Send("BIOCSETIF", new IoctlValue.Name("scripted0")).Errno);
        Assert.Equal(Errno.EINVAL, rig.Send("BIOCSETIF", new IoctlValue.Name("nosuch0")).Errno);
        rig.Rig.Interface.Disappear();
        Assert.Equal(Errno.EINVAL, rig.Send("BIOCSETIF", new IoctlValue.Name("nosuch0")).Errno);
    }

    [Fact] // [IOCTL-2]
    public void TheLinkTypeIsTheInterfacesAndNoOther()
    {
        var rig = new IoctlRig();

        Assert.Equal(1, rig.Number("BIOCGDLT"));
        Assert.Equal(Errno.OK, rig.Send("BIOCSDLT", 1).Errno);
        foreach (var other in new[] { 0L, 101, -1, 65537, (1L << 32) + 1 }) Assert.Equal(Errno.EINVAL, rig.Send("BIOCSDLT", other).Errno);
    }

    [Fact] // [IOCTL-2]
    public void TheListOfLinkTypesNeedsRoomAndTheCountNeedsNone()
    {
        var rig = new IoctlRig();

        var count = Assert.IsType<IoctlValue.LinkTypes>(rig.Answer("BIOCGDLTLIST"));
        Assert.Equal((1, 0), (count.Count, count.List.Count));
        foreach (var none in new[] { 0L, -1 }) Assert.Equal(Errno.ENOMEM, rig.Send("BIOCGDLTLIST", none).Errno);
        foreach (var room in new[] { 1L, 100 })
        {
            var list = Assert.IsType<IoctlValue.LinkTypes>(rig.Answer("BIOCGDLTLIST", new IoctlValue.Number(room)));
            Assert.Equal(1, list.Count);
            Assert.Equal([1], list.List);
        }
    }

    [Fact] // [IF-3]
    public void AfterTheInterfaceIsGoneWhatNeedsItIsEinvalAndTheRestGoesOn()
    {
        string[] needing = ["BIOCGETIF", "BIOCGDLT", "BIOCSDLT", "BIOCGDLTLIST", "BIOCPROMISC", "BIOCSETIF", "BIOCSBLEN"];
        var rig = new IoctlRig();
        rig.Send("BIOCSWTIMEOUT", new IoctlValue.Time(1, 0));
        rig.Rig.Interface.Disappear();
        foreach (var (name, request) in IoctlRequest.All)
        {
            IoctlValue? argument = request.Takes switch
            {
                IoctlKind.Number or IoctlKind.Flag or IoctlKind.Capacity => new IoctlValue.Number(1),
                IoctlKind.Name => new IoctlValue.Name("scripted0"),
                IoctlKind.Time => new IoctlValue.Time(1, 0),
                IoctlKind.Program => new IoctlValue.Program([]),
                _ => null,
            };
            if (name is "BIOCLOCK" or "BIOCDWTIMEOUT") continue;
            Assert.True((needing.Contains(name) ? Errno.EINVAL : Errno.OK) == rig.Send(name, argument).Errno, name);
        }
    }

    [Fact] // [IOCTL-2]
    public void TheVersionIsOneDotOne() => Assert.Equal(new IoctlValue.Version(1, 1), new IoctlRig().Answer("BIOCVERSION"));

    [Fact] // [STAT-1], [READ-7]
    public void StatisticsAndReadableBytesAreTheDevices()
    {
        var rig = new IoctlRig();
        rig.Rig.Offer(8);

        Assert.Equal(new IoctlValue.Statistics(8, 2, 8), rig.Answer("BIOCGSTATS"));
        Assert.Equal(DeviceRig.ThreeRecords, rig.Number("FIONREAD"));
        Assert.Equal(Errno.OK, rig.Send("BIOCFLUSH").Errno);
        Assert.Equal(new IoctlValue.Statistics(0, 0, 0), rig.Answer("BIOCGSTATS"));
        Assert.Equal(0, rig.Number("FIONREAD"));
        rig.Rig.Offer(1);
        Assert.Equal(0, rig.Number("FIONREAD"));
        rig.Send("BIOCIMMEDIATE", 1);
        Assert.Equal(DeviceRig.RecordBytes, rig.Number("FIONREAD"));
    }

    [Fact] // [IOCTL-4]
    public void TimeoutsComeBackAsTheyAreKept()
    {
        var rig = new IoctlRig();
        Assert.Equal(new IoctlValue.Time(0, 0), rig.Answer("BIOCGRTIMEOUT"));
        Assert.Equal(Errno.OK, rig.Send("BIOCSRTIMEOUT", new IoctlValue.Time(2, 1)).Errno);
        Assert.Equal(new IoctlValue.Time(2, 1000), rig.Answer("BIOCGRTIMEOUT"));
        Assert.Equal(Errno.EINVAL, rig.Send("BIOCSRTIMEOUT", new IoctlValue.Time(0, 1_000_000)).Errno);
        Assert.Equal(Errno.EDOM, rig.Send("BIOCSRTIMEOUT", new IoctlValue.Time(long.MaxValue, 0)).Errno);
        Assert.Equal(new IoctlValue.Time(2, 1000), rig.Answer("BIOCGRTIMEOUT"));

        Assert.Equal(Errno.ENXIO, rig.Send("BIOCGWTIMEOUT").Errno);
        rig.Send("BIOCSWTIMEOUT", new IoctlValue.Time(0, 0));
        Assert.Equal(new IoctlValue.Time(0, 0), rig.Answer("BIOCGWTIMEOUT"));
        rig.Send("BIOCDWTIMEOUT");
        Assert.Equal(Errno.ENXIO, rig.Send("BIOCGWTIMEOUT").Errno);
    }

    [Fact] // [IOCTL-3]
    public void ALockedDeviceRefusesByNameWhatItRefuses()
    {
        var rig = new IoctlRig();
        Assert.Equal(Errno.OK, rig.Send("BIOCLOCK").Errno);

        Assert.Equal(Errno.EPERM, rig.Send("BIOCIMMEDIATE", 1).Errno);
        Assert.Equal(Errno.EPERM, rig.Send("BIOCSETF", new IoctlValue.Program([new Instruction(Opcode.Return, 0, 0, 1)])).Errno);
        Assert.Equal(Errno.EPERM, rig.Send("BIOCSETIF", new IoctlValue.Name("scripted0")).Errno);
        Assert.Equal(Errno.OK, rig.Send("BIOCGDLT").Errno);
        Assert.Equal(Errno.OK, rig.Send("BIOCFLUSH").Errno);
    }

    [Fact] // [OPEN-1]
    public void AClosedDeviceIsEnxio()
    {
        var rig = new IoctlRig();
        rig.Rig.Table.Close(rig.Device);

        Assert.Equal(Errno.ENXIO, rig.Send("BIOCGBLEN").Errno);
    }
}
