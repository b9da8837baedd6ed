using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Support;

namespace WebCap.Tests.Devices;

/// <summary>POST /api/devices/{minor}/ioctl [IOCTL-1..5].</summary>
public sealed class IoctlApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact] // [IOCTL-2], [IOCTL-3]
    public async Task ABareDeviceIsSetUpByIoctlsAndRead()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenAsync(server.Bearer());

        Assert.Equal(32768, (await device.IoctlAsync("BIOCGBLEN")).GetInt64());
        Assert.Equal(65536, (await device.IoctlAsync("BIOCSBLEN", 65530)).GetInt64());
        Assert.Equal(JsonValueKind.Null, (await device.IoctlAsync("BIOCIMMEDIATE", true)).ValueKind);
        await device.IoctlAsync("BIOCSRTIMEOUT", new { seconds = 1, microseconds = 500_000 });
        Assert.Equal("""{"seconds":1,"microseconds":500000}""", (await device.IoctlAsync("BIOCGRTIMEOUT")).GetRawText());
        Assert.Equal("""{"major":1,"minor":1}""", (await device.IoctlAsync("BIOCVERSION")).GetRawText());
        await device.IoctlAsync("BIOCSETF", "4\n40 0 0 12\n21 0 1 34997\n6 0 0 262144\n6 0 0 0\n");
        await device.IoctlAsync("BIOCSETIF", "loop0");
        Assert.Equal("loop0", (await device.IoctlAsync("BIOCGETIF")).GetString());
        Assert.Equal("""{"count":1,"list":[1]}""", (await device.IoctlAsync("BIOCGDLTLIST", 4)).GetRawText());
        Assert.Equal("""{"count":1,"list":[]}""", (await device.IoctlAsync("BIOCGDLTLIST")).GetRawText());

        Assert.Equal(60, await device.WrittenAsync(Frame(0x88b5)));
        Assert.Equal(60, await device.WrittenAsync(Frame(0x88b6)));
        Assert.Equal("""{"received":2,"dropped":0,"captured":1}""", (await device.IoctlAsync("BIOCGSTATS")).GetRawText());
        Assert.Equal(96, (await device.IoctlAsync("FIONREAD")).GetInt64());
        using var read = await device.ReadAsync();
        Assert.Equal(96, (await read.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        using var nothing = await device.ReadAsync();
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task EveryRefusalIsAProblemWithItsErrnoAndItsRequest()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenAsync(server.Bearer());
        (string Request, object? Value, HttpStatusCode Status, string Errno)[] refusals =
        [
            ("BIOCGDLT", null, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSETIF", "nosuch0", HttpStatusCode.NotFound, "ENXIO"),
            ("BIOCSETIF", 7, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSBLEN", "large", HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSBLEN", 1.5, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSBLEN", 1e30, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSBLEN", null, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCGBLEN", 1, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSRTIMEOUT", new { seconds = -1 }, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSRTIMEOUT", new { minutes = 1 }, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCSRTIMEOUT", new { seconds = long.MaxValue }, HttpStatusCode.BadRequest, "EDOM"),
            ("BIOCSDIRFILT", 4, HttpStatusCode.BadRequest, "EINVAL"),
            ("BIOCGWTIMEOUT", null, HttpStatusCode.NotFound, "ENXIO"),
        ];
        foreach (var (request, value, status, errno) in refusals)
        {
            var problem = await device.RefusedAsync(request, value);
            Assert.Equal((status, errno, request), (problem.Status, problem.Errno, problem.Request));
        }
    }

    [Theory] // [IOCTL-1]
    [InlineData("BIOCNOTHING")]
    [InlineData("<script>")]
    [InlineData("")]
    public async Task AnUnknownRequestIsEnottyAndItsNameIsNotRepeated(string request)
    {
        await using var server = await TestServer.StartAsync();
        var problem = await (await DeviceApi.OpenAsync(server.Bearer())).RefusedAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "ENOTTY", "ioctl"), (problem.Status, problem.Errno, problem.Request));
    }

    [Fact] // [IOCTL-1]
    public async Task WhileAReadIsPendingEveryRequestIsEio()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        await device.IoctlAsync("BIOCIMMEDIATE", 1);
        var read = device.ReadAsync(nonblock: false);
        while ((await device.ShowAsync()).GetProperty("state").GetString() != "waiting") Cancellation.ThrowIfCancellationRequested();

        Assert.Equal((HttpStatusCode.Conflict, "EIO"), await StatusAsync(device, "BIOCGBLEN"));
        Assert.Equal((HttpStatusCode.Conflict, "EIO"), await StatusAsync(device, "BIOCNOTHING"));
        await device.WrittenAsync(Frame(0x88b5));
        using var answer = await read;
        Assert.Equal(96, (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        await device.IoctlAsync("BIOCGBLEN");
    }

    [Fact] // [IOCTL-5]
    public async Task ARefusedProgramNamesTheInstructionAndTheRule()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenAsync(server.Bearer());
        var problem = await device.RefusedAsync("BIOCSETF", new object[] { new { code = 0x28, k = 12 }, new { code = 0x15, jt = 9, jf = 0, k = 2048 }, new { code = 6, k = 1 } });

        Assert.Equal((HttpStatusCode.BadRequest, "EINVAL", "BIOCSETF"), (problem.Status, problem.Errno, problem.Request));
        Assert.Equal(1, problem.Body.GetProperty("instruction").GetInt32());
        Assert.Equal("VM-5", problem.Body.GetProperty("rule").GetString());
        Assert.Contains("instruction 1", problem.Detail, StringComparison.Ordinal);
    }

    [Fact] // [IOCTL-5]
    public async Task AProgramIsTakenInEveryFormAndClearedByNone()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenAsync(server.Bearer());
        (object Program, int Length)[] programs =
        [
            (new object[] { new { code = 0x28, jt = 0, jf = 0, k = 12 }, new { code = 6, k = 1 } }, 2),
            ("2\n40 0 0 12\n6 0 0 1", 2),
            ("(000) ldh      [12]\n(001) ret      #1\n", 2),
            (Array.Empty<object>(), 0),
            ("1\n6 0 0 1", 1),
            ("", 0),
        ];
        foreach (var (program, length) in programs)
        {
            await device.IoctlAsync("BIOCSETF", program);
            Assert.Equal(length, (await device.ShowAsync()).GetProperty("filterLength").GetInt32());
        }

        foreach (var nonsense in new object[] { "ip and tcp", new object[] { new { k = 1 } }, new object[] { new { code = 65536 } }, new object[] { 6 }, new { code = 6 } })
            Assert.Equal("EINVAL", (await device.RefusedAsync("BIOCSETF", nonsense)).Errno);
    }

    [Fact] // [IOCTL-5]
    public async Task TheLongestProgramFitsIntoARequestAndALongerOneIsEinval()
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = options.Limits with { MaxInstructions = 4096 } });
        var device = await DeviceApi.OpenAsync(server.Bearer());
        var return1 = new { code = 6, jt = 0, jf = 0, k = uint.MaxValue };
        await device.IoctlAsync("BIOCSETF", Enumerable.Repeat(return1, 4096));

        var problem = await device.RefusedAsync("BIOCSETF", Enumerable.Repeat(return1, 4097));
        Assert.Equal("EINVAL", problem.Errno);
        Assert.Contains("4097", problem.Detail, StringComparison.Ordinal);
    }

    [Fact] // [IOCTL-3]
    public async Task ALockedDeviceSaysThatItIsLocked()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenOnAsync(server.Bearer(), "loop0");
        await device.IoctlAsync("BIOCLOCK");

        foreach (var problem in new[] { await device.RefusedAsync("BIOCSSEESENT", 0), await device.WriteRefusedAsync(Frame(0x88b5)) })
        {
            Assert.Equal((HttpStatusCode.Forbidden, "EPERM"), (problem.Status, problem.Errno));
            Assert.Contains("locked", problem.Detail, StringComparison.Ordinal);
        }

        Assert.True((await device.ShowAsync()).GetProperty("locked").GetBoolean());
        using var changed = await server.Bearer().PatchAsJsonAsync(device.Path, new { immediate = true }, Cancellation);
        Assert.Contains("locked", (await Problem.OfAsync(changed)).Detail, StringComparison.Ordinal);
        await device.IoctlAsync("BIOCFLUSH");
        await device.IoctlAsync("BIOCGSTATS");
    }

    [Fact]
    public async Task TheFormatOfTimesIsChosenBeforeTheInterface()
    {
        await using var server = await TestServer.StartAsync();
        var device = await DeviceApi.OpenAsync(server.Bearer());
        await device.IoctlAsync("BIOCSTSTAMP", 1);
        await device.IoctlAsync("BIOCSETIF", "loop0");

        await device.IoctlAsync("BIOCSTSTAMP", 1);
        Assert.Equal("EINVAL", (await device.RefusedAsync("BIOCSTSTAMP", 0)).Errno);
        Assert.Equal("nanoseconds", (await device.ShowAsync()).GetProperty("timestampFormat").GetString());
    }

    [Fact] // [OPEN-1]
    public async Task ADeviceThatIsNotOpenOrCannotBeIsNamed()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal((HttpStatusCode.NotFound, "ENXIO"), await StatusAsync(new DeviceApi(server.Bearer(), 3), "BIOCGBLEN"));
        Assert.Equal((HttpStatusCode.BadRequest, "EINVAL"), await StatusAsync(new DeviceApi(server.Bearer(), 0), "BIOCGBLEN"));
        Assert.Equal((HttpStatusCode.BadRequest, "EINVAL"), await StatusAsync(new DeviceApi(server.Bearer(), 4711), "BIOCGBLEN"));
    }

    private static async Task<(HttpStatusCode Status, string Errno)> StatusAsync(DeviceApi device, string request)
    {
        var problem = await device.RefusedAsync(request);
        return (problem.Status, problem.Errno);
    }

    private static byte[] Frame(ushort type)
    {
        var frame = new byte[60];
        (frame[12], frame[13]) = ((byte)(type >> 8), (byte)type);
        return frame;
    }
}
