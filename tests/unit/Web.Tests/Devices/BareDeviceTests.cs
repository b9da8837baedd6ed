using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Devices;

/// <summary>Devices that are opened without an interface, and become sessions when they get one.</summary>
public sealed class BareDeviceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact] // [OPEN-3]
    public async Task ItIsListedAndShownWithTheDevicesDefaults()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenAsync(server.Bearer());
        var shown = await device.ShowAsync();

        Assert.Equal((1, "", ""), (shown.GetProperty("minor").GetInt32(), shown.GetProperty("interface").GetString(), shown.GetProperty("sessionId").GetString()));
        Assert.Equal((32768, true), (shown.GetProperty("bufferBytes").GetInt32(), shown.GetProperty("seeSent").GetBoolean()));
        foreach (var off in new[] { "immediate", "promiscuous", "headerComplete", "feedback", "locked" }) Assert.False(shown.GetProperty(off).GetBoolean(), off);
        var other = await DeviceApi.OpenAsync(server.Bearer(), new { @interface = "loop0" });
        var list = await server.Bearer().GetFromJsonAsync<JsonElement[]>("/api/devices", Cancellation);
        Assert.Equal([device.Minor, other.Minor], list!.Select(each => each.GetProperty("minor").GetInt32()));
    }

    [Fact] // [READ-1], [WRITE-1], [STAT-2]
    public async Task WithoutAnInterfaceItIsNeitherReadNorWrittenNorWatched()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var device = await DeviceApi.OpenAsync(client);
        using var read = await device.ReadAsync();
        using var watched = await client.GetAsync(device.Path + "/live.pcapng", Cancellation);
        using var patched = await client.PatchAsJsonAsync(device.Path, new { filter = "ip" }, Cancellation);
        foreach (var refused in new[] { read, watched, patched })
        {
            var problem = await Problem.OfAsync(refused);
            Assert.Equal((HttpStatusCode.BadRequest, "EINVAL"), (problem.Status, problem.Errno));
            Assert.Contains("BIOCSETIF", problem.Detail, StringComparison.Ordinal);
        }

        Assert.Equal("EINVAL", (await device.WriteRefusedAsync(new byte[60])).Errno);
        using var flushed = await client.PostAsync(device.Path + "/flush", null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, flushed.StatusCode);
        Assert.Equal(0, (await client.GetFromJsonAsync<JsonElement>(device.Path + "/stats", Cancellation)).GetProperty("received").GetInt32());
    }

    [Fact] // [IF-1]
    public async Task WithAnInterfaceItIsASessionLikeAnyOther()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var device = await DeviceApi.OpenOnAsync(client, "loop0");
        var sessions = server.Services.GetRequiredService<CaptureSessions>();

        Assert.Empty(sessions.ListBare());
        Assert.True(sessions.TryFind(device.Minor, out var session, out _));
        var feed = session.Join(0)!;
        await device.WrittenAsync(new byte[60]);
        await foreach (var item in feed.ReadAllAsync(TimeSpan.FromSeconds(1), Cancellation))
        {
            if (item.Header.RecordCount == 1) break;
        }

        session.Leave(feed);
        var shown = await device.ShowAsync();
        Assert.Equal(("loop0", 16), (shown.GetProperty("interface").GetString(), shown.GetProperty("sessionId").GetString()!.Length));
        Assert.Equal("EINVAL", (await device.RefusedAsync("BIOCSETIF", "loop0")).Errno);
    }

    [Fact] // [OPEN-5]
    public async Task ClosingFreesItsMinorBareOrNot()
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = options.Limits with { DeviceCount = 1 } });
        var client = server.Bearer();
        for (var round = 0; round < 2; round++)
        {
            var device = round == 0 ? await DeviceApi.OpenAsync(client) : await DeviceApi.OpenOnAsync(client, "loop0");
            using var full = await client.PostAsJsonAsync("/api/devices", new { }, Cancellation);
            Assert.Equal("ENOBUFS", (await Problem.OfAsync(full)).Errno);
            using var closed = await device.CloseAsync();
            Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
            using var again = await device.CloseAsync();
            Assert.Equal("ENXIO", (await Problem.OfAsync(again)).Errno);
        }
    }

    [Fact] // [OPEN-5]
    public async Task AViewerOpensNone()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer(await server.IssueAsync("viewer")).PostAsJsonAsync("/api/devices", new { }, Cancellation);

        Assert.Equal("EPERM", (await Problem.OfAsync(answer)).Errno);
    }

    [Fact]
    public async Task AnUnusedOneClosesWhenItsLeaseRunsOut()
    {
        var time = new StandingTime();
        await using var server = await TestServer.StartAsync(time: time);
        var sessions = server.Services.GetRequiredService<CaptureSessions>();
        var (leased, _) = sessions.OpenBare(TimeSpan.FromSeconds(60), new DeviceOwner("ada"));
        var (lasting, _) = sessions.OpenBare(TimeSpan.Zero, new DeviceOwner("ada"));
        time.Advance(TimeSpan.FromSeconds(59));
        await sessions.CloseExpiredAsync();
        // Asking for it is using it.
        Assert.True(sessions.TryFindDevice(leased!.Device.Minor, out _, out _, out _, out _));
        time.Advance(TimeSpan.FromSeconds(59));
        await sessions.CloseExpiredAsync();
        Assert.Equal([leased, lasting!], sessions.ListBare());

        time.Advance(TimeSpan.FromSeconds(1));
        await sessions.CloseExpiredAsync();
        Assert.Equal([lasting!], sessions.ListBare());
        using var wrong = await server.Bearer().PostAsJsonAsync("/api/devices", new { leaseSeconds = -1 }, Cancellation);
        Assert.Equal("EINVAL", (await Problem.OfAsync(wrong)).Errno);
    }

    [Fact]
    public async Task OneThatIsClosedWhileItIsAttachedLeavesNoSession()
    {
        await using var server = await TestServer.StartAsync();
        var sessions = server.Services.GetRequiredService<CaptureSessions>();
        var owner = new DeviceOwner("ada");
        var (one, _) = sessions.OpenBare(TimeSpan.Zero, owner);
        var loop = server.Services.GetRequiredService<InterfaceCatalog>().Find("loop0")!;
        Assert.Equal(Errno.OK, one!.Device.SetInterface(owner, loop));
        Assert.True(sessions.CloseBare(one));
        sessions.Adopt(one, loop);

        Assert.Empty(sessions.List());
        Assert.Equal(0, loop.Tap.DeviceCount);
        Assert.False(sessions.CloseBare(one));
    }

    [Fact] // [IOCTL-5]
    public async Task AProgramOfItsOwnTakesThePlaceOfAnExpression()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var device = await DeviceApi.OpenAsync(client, new { @interface = "loop0", filter = "ip" });
        Assert.Equal("ip", (await device.ShowAsync()).GetProperty("filter").GetString());
        await device.IoctlAsync("BIOCSETF", "1\n6 0 0 1");
        var shown = await device.ShowAsync();
        Assert.Equal(("", 1), (shown.GetProperty("filter").GetString(), shown.GetProperty("filterLength").GetInt32()));

        using var half = await client.PatchAsJsonAsync(device.Path, new { snapLength = 96 }, Cancellation);
        Assert.Equal("EINVAL", (await Problem.OfAsync(half)).Errno);
        using var whole = await client.PatchAsJsonAsync(device.Path, new { filter = "arp" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        using var now = await client.PatchAsJsonAsync(device.Path, new { snapLength = 96 }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }
}
