using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Recordings;
using WebCap.Tests.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

/// <summary>What a token may have where that is less than its role allows.</summary>
public sealed class LimitTests
{
    // The frames of a scripted interface begin with their number: this one wants the odd ones.
    private const string Odd = "ether[7] & 1 = 1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnOperatorOpensDevicesOnItsInterfacesOnly()
    {
        await using var server = await StartAsync();
        var operatorClient = await IssueAsync(server, new { name = "op", role = "operator", days = 1, interfaces = new[] { "script0" } });
        using var allowed = await OpenAsync(operatorClient, new { @interface = "script0" });
        Assert.Equal(HttpStatusCode.Created, allowed.StatusCode);
        using var refused = await OpenAsync(operatorClient, new { @interface = "script1" });
        var problem = await Problem.OfAsync(refused);
        Assert.Equal(("EPERM", "BIOCSETIF"), (problem.Errno, problem.Request));
        Assert.Contains("script0", problem.Detail, StringComparison.Ordinal);

        var listed = await operatorClient.GetFromJsonAsync<JsonElement[]>("/api/interfaces", Cancellation);
        Assert.Equal(JsonValueKind.Null, Named("script0").GetProperty("unavailable").ValueKind);
        Assert.Equal(JsonValueKind.String, Named("script1").GetProperty("unavailable").ValueKind);

        JsonElement Named(string name) => listed!.Single(one => one.GetProperty("name").GetString() == name);
    }

    [Fact]
    public async Task TheLimitingFilterHoldsWhateverAnyoneAsksOfTheDevice()
    {
        await using var server = await StartAsync();
        var operatorClient = await IssueAsync(server, new { name = "op", role = "operator", days = 1, filter = Odd });
        using var opened = await OpenAsync(operatorClient, new { @interface = "script0" });
        var device = await opened.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("", device.GetProperty("filter").GetString());
        Assert.Equal(Odd, device.GetProperty("guard").GetString());
        var minor = device.GetProperty("minor").GetInt32();
        Assert.Equal(5, await CapturedOfTenAsync(server, minor));

        foreach (var client in new[] { operatorClient, server.Bearer() })
        {
            // Left empty, made to say the opposite, and an expression after which an expression joined to it would look at other bytes.
            foreach (var (filter, captured) in new[] { ("", 5), ("ether[7] & 1 = 0", 0), ("ether[7] & 1 = 0 or vlan or not vlan", 5), ("ether[0] = 0", 5) })
            {
                using var changed = await client.PatchAsJsonAsync($"/api/devices/{minor}", new { filter }, Cancellation);
                Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
                Assert.Equal(captured, await CapturedOfTenAsync(server, minor));
            }
        }
    }

    // Programs come by ioctl as well, without any expression.
    [Theory]
    [InlineData("BIOCSETF")]
    [InlineData("BIOCSETFNR")]
    public async Task AProgramNarrowsTheLimitingFilterAndNeverWidensIt(string request)
    {
        await using var server = await StartAsync();
        var operatorClient = await IssueAsync(server, new { name = "op", role = "operator", days = 1, filter = Odd });
        using var opened = await OpenAsync(operatorClient, new { @interface = "script0" });
        foreach (var (k, captured) in new[] { (262144, 5), (0, 0), (-1, 5) })
        {
            object value = k < 0 ? Array.Empty<object>() : new[] { new { code = 6, jt = 0, jf = 0, k } };
            using var set = await operatorClient.PostAsJsonAsync("/api/devices/1/ioctl", new { request, value }, Cancellation);
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
            Assert.Equal(captured, await CapturedOfTenAsync(server, 1));
        }
    }

    [Fact]
    public async Task ADeviceWithoutAnInterfaceGetsOneThatIsAllowedAndNobodyElsesDoes()
    {
        await using var server = await StartAsync();
        var operatorClient = await IssueAsync(server, new { name = "op", role = "operator", days = 1, interfaces = new[] { "script0" } });
        using (await OpenAsync(operatorClient, new { })) { }
        using (await OpenAsync(server.Bearer(), new { })) { }
        using var refused = await AttachAsync(1, "script1");
        var problem = await Problem.OfAsync(refused);
        Assert.Equal(("EPERM", "BIOCSETIF"), (problem.Errno, problem.Request));
        Assert.Contains("script0", problem.Detail, StringComparison.Ordinal);
        using var allowed = await AttachAsync(1, "script0");
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        // The administrator's device may be attached to anything, so that it is not for whoever may not.
        using var other = await AttachAsync(2, "script0");
        Assert.Equal("EPERM", (await Problem.OfAsync(other)).Errno);
        using var closed = await operatorClient.DeleteAsync("/api/devices/2", Cancellation);
        Assert.Equal("EPERM", (await Problem.OfAsync(closed)).Errno);

        Task<HttpResponseMessage> AttachAsync(int minor, string value) =>
            operatorClient.PostAsJsonAsync($"/api/devices/{minor}/ioctl", new { request = "BIOCSETIF", value }, Cancellation);
    }

    [Fact]
    public async Task ARecordingHoldsToTheLimitsOfWhoeverStartedIt()
    {
        await using var server = await StartAsync();
        var operatorClient = await IssueAsync(server, new { name = "op", role = "operator", days = 1, filter = Odd, snapLength = 40 });
        using var started = await operatorClient.PostAsJsonAsync("/api/recordings", new { @interface = "script0" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        Script(server, "script0").Send(10);
        using var stopped = await operatorClient.PostAsync("/api/recordings/1/stop", null, Cancellation);
        var recording = await stopped.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((5, 40), (recording.GetProperty("packets").GetInt32(), recording.GetProperty("snapLength").GetInt32()));
        // Kept with it, so that a standing one starts again within them.
        var kept = await server.Services.GetRequiredService<RecordingCatalogue>().FindAsync(1, Cancellation);
        Assert.Equal(Odd, kept!.Settings.Limits!.Filter);

        var other = await IssueAsync(server, new { name = "other", role = "operator", days = 1, filter = "tcp" });
        foreach (var (client, status) in new[] { (other, HttpStatusCode.Forbidden), (operatorClient, HttpStatusCode.OK), (server.Bearer(), HttpStatusCode.OK) })
        {
            using var file = await client.GetAsync("/api/recordings/1/file.pcapng", Cancellation);
            Assert.Equal(status, file.StatusCode);
        }

        using var deleted = await other.DeleteAsync("/api/recordings/1", Cancellation);
        Assert.Equal("EPERM", (await Problem.OfAsync(deleted)).Errno);
    }

    [Fact]
    public async Task TheSnapLengthIsCapped()
    {
        await using var server = await StartAsync();
        var operatorClient = await IssueAsync(server, new { name = "op", role = "operator", days = 1, snapLength = 32 });
        using var opened = await OpenAsync(operatorClient, new { @interface = "script0", snapLength = 65535, immediate = true });
        var device = await opened.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(32, device.GetProperty("snapLength").GetInt64());
        var minor = device.GetProperty("minor").GetInt32();
        Assert.Equal(32u, await CapturedBytesAsync());
        using var changed = await operatorClient.PatchAsJsonAsync($"/api/devices/{minor}", new { snapLength = 1000 }, Cancellation);
        Assert.Equal(32, (await changed.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("snapLength").GetInt64());
        Assert.Equal(32u, await CapturedBytesAsync());

        async Task<uint> CapturedBytesAsync()
        {
            Script(server, "script0").Send(1);
            var bytes = await operatorClient.GetByteArrayAsync($"/api/devices/{minor}/read", Cancellation);
            Assert.True(new RecordReader(bytes).TryRead(out var header, out _));
            return header.CapturedLength;
        }
    }

    [Theory]
    [InlineData("interfaces")]
    [InlineData("filter")]
    [InlineData("snapLength")]
    public async Task ADeviceThatCapturesMoreIsOutOfReach(string limit)
    {
        await using var server = await StartAsync();
        using var opened = await OpenAsync(server.Bearer(), new { @interface = "script1" });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var limited = await IssueAsync(server, new
        {
            name = "op",
            role = "operator",
            days = 1,
            interfaces = limit == "interfaces" ? new[] { "script0" } : null,
            filter = limit == "filter" ? Odd : null,
            snapLength = limit == "snapLength" ? 100 : (int?)null,
        });
        var tried = 0;
        foreach (var (method, path) in EndpointTable.Of(server))
        {
            // What describes a device, everybody sees in the list of them.
            if (!path.StartsWith("/api/devices/1", StringComparison.Ordinal) || (method, path) is ("GET", "/api/devices/1" or "/api/devices/1/stats")) continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : JsonContent.Create(new { }) };
            using var answer = await limited.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {answer.StatusCode}");
            tried++;
        }

        Assert.True(tried >= 8, $"only {tried} routes");
        using var hub = await HubClient.ConnectAsync(server, limited);
        await hub.StreamAsync("1", "Watch", 1, null, 0);
        Assert.Contains("EPERM", (await hub.NextAsync("1")).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoHasTheSameLimitsMayWatch()
    {
        await using var server = await StartAsync();
        var one = await IssueAsync(server, new { name = "one", role = "operator", days = 1, filter = Odd });
        var other = await IssueAsync(server, new { name = "other", role = "viewer", days = 1, filter = Odd });
        using var opened = await OpenAsync(one, new { @interface = "script0" });
        using var hub = await HubClient.ConnectAsync(server, other);
        await hub.StreamAsync("1", "Watch", 1, null, 0);
        Assert.Equal(2, (await hub.NextAsync("1")).GetProperty("type").GetInt32());
    }

    [Fact]
    public async Task AViewerTakesFilesAwayOnlyIfItsTokenSaysSo()
    {
        await using var server = await StartAsync();
        using var opened = await OpenAsync(server.Bearer(), new { @interface = "script0" });
        var watches = server.Bearer(await server.IssueAsync("viewer"));
        var downloads = await IssueAsync(server, new { name = "v", role = "viewer", days = 1, mayDownload = true });
        var mayNot = await IssueAsync(server, new { name = "o", role = "operator", days = 1, mayDownload = false });
        foreach (var file in new[] { "recent.pcapng", "recent.pcap", "live.pcapng", "live.pcap" })
        {
            foreach (var client in new[] { watches, mayNot })
            {
                using var refused = await client.GetAsync($"/api/devices/1/{file}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
                Assert.Equal("EPERM", (await Problem.OfAsync(refused)).Errno);
            }

            using var sent = await downloads.GetAsync($"/api/devices/1/{file}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        }
    }

    [Fact]
    public async Task LimitsOutliveARestartAndAreShown()
    {
        using var data = new TemporaryFolder();
        string token;
        await using (var server = await StartAsync(data))
        {
            token = await IssueTextAsync(server, new
            {
                name = "op", role = "operator", days = 1, interfaces = new[] { "script0", "script0" }, filter = $" {Odd} ", snapLength = 96, mayDownload = false,
            });
        }

        await using var restarted = await StartAsync(data);
        var session = await restarted.Bearer(token).GetFromJsonAsync<JsonElement>("/api/session", Cancellation);
        var listed = (await restarted.Bearer().GetFromJsonAsync<JsonElement[]>("/api/tokens", Cancellation))!
            .Single(one => one.GetProperty("name").GetString() == "op");
        foreach (var limits in new[] { session.GetProperty("limits"), listed.GetProperty("limits") })
        {
            Assert.Equal("script0", limits.GetProperty("interfaces").EnumerateArray().Single().GetString());
            Assert.Equal(Odd, limits.GetProperty("filter").GetString());
            Assert.Equal(96, limits.GetProperty("snapLength").GetInt64());
            Assert.False(limits.GetProperty("mayDownload").GetBoolean());
        }
    }

    [Theory]
    [InlineData("""{ "role": "administrator", "filter": "tcp" }""")]
    [InlineData("""{ "role": "administrator", "mayDownload": false }""")]
    [InlineData("""{ "role": "operator", "filter": "tcp prot 80" }""")]
    [InlineData("""{ "role": "operator", "filter": "tcp) or (udp" }""")]
    [InlineData("""{ "role": "operator", "interfaces": [] }""")]
    [InlineData("""{ "role": "operator", "interfaces": [null] }""")]
    [InlineData("""{ "role": "operator", "interfaces": ["a\nb"] }""")]
    [InlineData("""{ "role": "operator", "snapLength": 0 }""")]
    [InlineData("""{ "role": "operator", "snapLength": 262145 }""")]
    public async Task LimitsThatMakeNoSenseAreRefused(string json)
    {
        await using var server = await StartAsync();
        var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
        body["name"] = JsonSerializer.SerializeToElement("name");
        body["days"] = JsonSerializer.SerializeToElement(1);
        using var answer = await server.Bearer().PostAsJsonAsync("/api/tokens", body, Cancellation);
        Assert.Equal("EINVAL", (await Problem.OfAsync(answer)).Errno);
    }

    private static async Task<TestServer> StartAsync(TemporaryFolder? data = null)
    {
        var server = await TestServer.StartAsync(data: data);
        var catalog = server.Services.GetRequiredService<InterfaceCatalog>();
        catalog.Add(new ScriptedInterface("script0"));
        catalog.Add(new ScriptedInterface("script1"));
        return server;
    }

    private static ScriptedInterface Script(TestServer server, string name) =>
        (ScriptedInterface)server.Services.GetRequiredService<InterfaceCatalog>().Find(name)!;

    private static Task<HttpResponseMessage> OpenAsync(HttpClient client, object body) => client.PostAsJsonAsync("/api/devices", body, Cancellation);

    private static async Task<long> CapturedOfTenAsync(TestServer server, int minor)
    {
        Script(server, "script0").Send(10);
        var statistics = await server.Bearer().GetFromJsonAsync<JsonElement>($"/api/devices/{minor}/stats", Cancellation);
        Assert.Equal(10, statistics.GetProperty("received").GetInt64());
        using var flushed = await server.Bearer().PostAsync($"/api/devices/{minor}/flush", null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, flushed.StatusCode);
        return statistics.GetProperty("captured").GetInt64();
    }

    private static async Task<HttpClient> IssueAsync(TestServer server, object body) => server.Bearer(await IssueTextAsync(server, body));

    private static async Task<string> IssueTextAsync(TestServer server, object body)
    {
        using var answer = await server.Bearer().PostAsJsonAsync("/api/tokens", body, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("token").GetString()!;
    }
}
