using System.Text.Json;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

[Collection(LiveCollection.Name)]
public sealed class InterfaceCatalogTests
{
    private readonly ManualTimeProvider time = new();
    private readonly InterfaceCatalog catalog;

    public InterfaceCatalogTests() => catalog = new InterfaceCatalog(new PacketRingOptions { RingBytes = 1024 * 1024 }, time);

    [LiveFact]
    public void ListsWhatTheKernelLists()
    {
        using var pair = new VethPair();
        Command.Run("ip", "link", "set", "dev", pair.A, "mtu", "1400");
        Command.Run("ip", "address", "add", "192.0.2.77/32", "dev", pair.A);
        using var json = JsonDocument.Parse(Command.Run("ip", "-j", "link", "show"));
        var expected = json.RootElement.EnumerateArray()
            .Select(link => (link.GetProperty("ifname").GetString(), link.GetProperty("ifindex").GetInt32(), link.GetProperty("mtu").GetInt32()));

        var listed = catalog.List().OfType<PacketSocketInterface>().ToList();

        Assert.Equal(expected.Order(), listed.Select(link => (link.Name, link.Index, link.Mtu)).Order()!);
        var lo = listed.Single(link => link.Name == "lo");
        Assert.True(lo.IsLoopback);
        Assert.True(lo.IsUp);
        var near = listed.Single(link => link.Name == pair.A);
        Assert.Equal(LinkType.Ethernet, near.LinkType);
        Assert.False(near.IsLoopback);
        Assert.Contains("192.0.2.77", near.Description, StringComparison.Ordinal);
        Assert.Equal(6, near.HardwareAddress.GetAddressBytes().Length);
        Assert.Null(near.Unavailable);
    }

    [LiveFact]
    public void AsksTheKernelForTheListAtMostOnceASecond()
    {
        catalog.List();
        using var pair = new VethPair();
        Assert.DoesNotContain(catalog.List(), link => link.Name == pair.A);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(catalog.List(), link => link.Name == pair.A);
    }

    [LiveFact]
    public void FindsANewInterfaceAtOnceAndAGoneOneNoMore()
    {
        catalog.List();
        using var pair = new VethPair();
        var found = catalog.Find(pair.A);
        Assert.NotNull(found);
        Assert.Same(found, catalog.Find(pair.A));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(found, catalog.List().Single(link => link.Name == pair.A));
        pair.Delete();
        Assert.Null(catalog.Find(pair.A));
        pair.Create();
        Assert.NotSame(found, catalog.Find(pair.A));
    }

    [LiveFact]
    public void ShowsWhenAnInterfaceGoesDown()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        Assert.True(near.IsUp);
        Command.Run("ip", "link", "set", "dev", pair.A, "down");
        time.Advance(TimeSpan.FromSeconds(1));
        catalog.List();
        Assert.False(near.IsUp);
        Assert.StartsWith("down", near.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAddedInterfaceIsListedUntilItIsGone()
    {
        var replay = new ScriptedInterface("sample0");
        Assert.Equal(Errno.OK, catalog.Add(replay));
        Assert.Same(replay, catalog.List()[^1]);
        Assert.Same(replay, catalog.Find("sample0"));
        replay.Disappear();
        Assert.DoesNotContain(replay, catalog.List());
        Assert.Null(catalog.Find("sample0"));
    }

    [Fact]
    public void ANameIsGivenOnce()
    {
        var first = new ScriptedInterface("sample0");
        Assert.Equal(Errno.OK, catalog.Add(first));
        Assert.Equal(Errno.EBUSY, catalog.Add(new ScriptedInterface("sample0")));
        Assert.True(catalog.Remove(first));
        Assert.False(catalog.Remove(first));
        Assert.Equal(Errno.OK, catalog.Add(new ScriptedInterface("sample0")));
    }

    // [IF-1]
    [Fact]
    public void NamesAreCutAtFifteenCharacters()
    {
        var replay = new ScriptedInterface("fifteen-letters");
        Assert.Equal(Errno.OK, catalog.Add(replay));
        Assert.Same(replay, catalog.Find("fifteen-letters-and-more"));
        Assert.Null(catalog.Find("fifteen-letter"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no such thing")]
    [InlineData("lo\0")]
    [InlineData("../lo")]
    public void AnUnknownNameIsNotFound(string name) => Assert.Null(catalog.Find(name));

    [Fact]
    public void WithoutPrivilegeInterfacesAreListedWithTheCommandThatHelps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "live interfaces are Linux's");
        var (lo, errno, reason) = CapabilityThread.RunWithoutPrivilege(() =>
        {
            var link = catalog.Find("lo")!;
            using var capture = new CaptureDevice(link);
            return (link, capture.AttachResult, catalog.LiveUnavailable);
        });

        Assert.Contains("sudo setcap cap_net_raw,cap_net_admin=eip /", lo.Unavailable, StringComparison.Ordinal);
        Assert.Equal(lo.Unavailable, reason);
        Assert.Equal(Errno.EPERM, errno);
    }

    [LiveFact]
    public void PrivilegeThatComesLaterIsNoticed()
    {
        Assert.NotNull(CapabilityThread.RunWithoutPrivilege(() => catalog.LiveUnavailable));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(catalog.List(), link => Assert.Null(link.Unavailable));
        Assert.Null(catalog.LiveUnavailable);
    }

    [Fact]
    public void OptionsOutOfBoundsAreNamed()
    {
        var fault = Assert.Throws<ArgumentException>(() => new InterfaceCatalog(new PacketRingOptions { BlockBytes = 5000 }, time));
        Assert.Contains("5000", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32 * 1024 * 1024, 256 * 1024, 10, true)]
    [InlineData(8192, 4096, 1, true)]
    [InlineData(4096, 4096, 10, false)]
    [InlineData(8192 + 4096 - 1, 4096, 10, false)]
    [InlineData(65536, 12288, 10, false)]
    [InlineData(8192, 2048, 10, false)]
    [InlineData(16 * 1024 * 1024, 8 * 1024 * 1024, 10, false)]
    [InlineData(int.MaxValue, 4096, 10, false)]
    [InlineData(8192, 4096, 0, false)]
    [InlineData(8192, 4096, 1001, false)]
    public void RingOptionsAreChecked(int ringBytes, int blockBytes, int retireTimeoutMs, bool isValid)
    {
        var options = new PacketRingOptions { RingBytes = ringBytes, BlockBytes = blockBytes, RetireTimeoutMs = retireTimeoutMs };
        Assert.Equal(isValid, options.Validate() is null);
    }
}
