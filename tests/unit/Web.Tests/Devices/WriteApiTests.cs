using System.Net;
using Bpf.Engine.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Interfaces;
using WebCap.Tests.Support;

namespace WebCap.Tests.Devices;

/// <summary>POST /api/devices/{minor}/write [WRITE-1..4].</summary>
public sealed class WriteApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact] // [WRITE-2], [WRITE-3]
    public async Task AFrameComesBackToEveryDeviceWithTheInterfacesSourceAddress()
    {
        await using var server = await TestServer.StartAsync();
        var writer = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        var other = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        var frame = Enumerable.Range(1, 60).Select(i => (byte)i).ToArray();
        Assert.Equal(60, await writer.WrittenAsync(frame));
        Assert.Equal(0, await writer.WrittenAsync([]));
        await writer.IoctlAsync("BIOCSHDRCMPLT", 1);
        Assert.Equal(60, await writer.WrittenAsync(frame));

        foreach (var device in new[] { writer, other })
        {
            using var read = await device.ReadAsync();
            var records = await read.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.Equal(2 * 96, records.Length);
            Assert.Equal([.. frame[..6], 0x02, 0x6c, 0x6f, 0x6f, 0x70, 0x30, .. frame[12..]], records[32..92]);
            Assert.Equal(frame, records[128..188]);
        }
    }

    [Fact] // [WRITE-4]
    public async Task FeedbackReachesTheHostsSideAndNoDevice()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        await device.IoctlAsync("BIOCSFEEDBACK", 1);
        await device.WrittenAsync(new byte[60]);

        Assert.Equal(1, ((LoopInterface)server.Services.GetRequiredService<InterfaceCatalog>().Find("loop0")!).FedBackCount);
        Assert.Equal("""{"received":1,"dropped":0,"captured":1}""", (await device.IoctlAsync("BIOCGSTATS")).GetRawText());
        Assert.True((await device.ShowAsync()).GetProperty("feedback").GetBoolean());
    }

    [Theory] // [WRITE-1]
    [InlineData(14 + LoopInterface.DefaultMtu + 1)]
    [InlineData(128 * 1024)]
    [InlineData(128 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public async Task AFrameThatIsTooLongIsEmsgsizeAndNothingIsSent(int length)
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        var problem = await device.WriteRefusedAsync(new byte[length]);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "EMSGSIZE"), (problem.Status, problem.Errno));
        Assert.Equal("""{"received":0,"dropped":0,"captured":0}""", (await device.IoctlAsync("BIOCGSTATS")).GetRawText());
        Assert.Equal(14 + LoopInterface.DefaultMtu, await device.WrittenAsync(new byte[14 + LoopInterface.DefaultMtu]));
    }

    [Fact] // [WRITE-1]
    public async Task AnInterfaceThatIsDownIsEnetdownAndOneThatIsGoneEinval()
    {
        await using var server = await TestServer.StartAsync();
        var loop = (LoopInterface)server.Services.GetRequiredService<InterfaceCatalog>().Find("loop0")!;
        var device = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        loop.SetUp(false);
        var down = await device.WriteRefusedAsync(new byte[60]);
        Assert.Equal((HttpStatusCode.Conflict, "ENETDOWN"), (down.Status, down.Errno));
        loop.Remove();
        var gone = await device.WriteRefusedAsync(new byte[60]);
        Assert.Equal((HttpStatusCode.BadRequest, "EINVAL"), (gone.Status, gone.Errno));
    }

    [Fact]
    public async Task AReplaySendsNothing()
    {
        await using var server = await TestServer.StartAsync();
        var replay = server.Services.GetRequiredService<InterfaceCatalog>().List().First(one => one.Kind == InterfaceKind.Replay);
        var problem = await (await DeviceApi.OpenOnAsync(server.Bearer(), replay.Name)).WriteRefusedAsync(new byte[60]);

        Assert.Equal((HttpStatusCode.Conflict, "EOPNOTSUPP"), (problem.Status, problem.Errno));
        Assert.Contains("plays", problem.Detail, StringComparison.Ordinal);
    }

    [Fact] // [IOCTL-3]
    public async Task AFrameThatTheWriteFilterRejectsIsEperm()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        await device.IoctlAsync("BIOCSETWF", "1\n6 0 0 0");
        var problem = await device.WriteRefusedAsync(new byte[60]);

        Assert.Equal((HttpStatusCode.Forbidden, "EPERM"), (problem.Status, problem.Errno));
        Assert.Contains("BIOCSETWF", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnAWireNothingIsSentUnlessTheOwnerOfTheMachineSaidSo()
    {
        foreach (var isAllowed in new[] { false, true })
        {
            await using var server = await TestServer.StartAsync(options => options with { AllowWrite = isAllowed });
            if (server.Services.GetRequiredService<InterfaceCatalog>().LiveUnavailable is not null) Assert.Skip("needs the privilege to capture");
            var device = await DeviceApi.OpenOnAsync(server.Bearer(), "lo");
            if (isAllowed)
            {
                Assert.Equal(60, await device.WrittenAsync([.. new byte[12], 0x88, 0xb5, .. new byte[46]]));
                continue;
            }

            var problem = await device.WriteRefusedAsync(new byte[60]);
            Assert.Equal((HttpStatusCode.Forbidden, "EPERM"), (problem.Status, problem.Errno));
            Assert.Contains("--allow-write", problem.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Loop0IsThereWithoutAskingAndLeavesWhenAsked()
    {
        await using (var server = await TestServer.StartAsync())
        {
            var catalog = server.Services.GetRequiredService<InterfaceCatalog>();
            Assert.Equal("loop", InterfaceView.Of(catalog.List()[^1], null).Kind);
        }

        await using var without = await TestServer.StartAsync(options => options with { NoLoop = true });
        Assert.Null(without.Services.GetRequiredService<InterfaceCatalog>().Find("loop0"));
    }
}
