using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WebCap.Tests.Support;

namespace WebCap.Tests.Uploads;

/// <summary>Files that come: taken whole, taken in part, refused with the place and the reason.</summary>
public sealed class UploadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pcap", false)]
    [InlineData("pcap", true)]
    [InlineData("pcapng", false)]
    [InlineData("pcapng", true)]
    public async Task AFileBecomesAnInterfaceAndComesBackAsItWas(string format, bool isPacked)
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer(await server.IssueAsync("operator"));
        var file = format == "pcap" ? UploadFile.Pcap(5) : UploadFile.Pcapng(5);
        var capture = await CreatedAsync(await PostAsync(client, isPacked ? UploadFile.Gzip(file) : file, "?name=../../etc/Trace%20one." + format + (isPacked ? ".gz" : "")));
        Assert.Equal(("Trace_one", format, 5, file.Length), (Text(capture, "interface"), Text(capture, "format"), Number(capture, "packets"), Number(capture, "bytes")));
        Assert.Equal("Trace one." + format + (isPacked ? ".gz" : ""), Text(capture, "name"));
        Assert.Equal(JsonValueKind.Null, capture.GetProperty("fault").ValueKind);

        var interfaces = await client.GetFromJsonAsync<JsonElement>("/api/interfaces", Cancellation);
        Assert.Equal("replay", Text(interfaces.EnumerateArray().Single(each => Text(each, "name") == "Trace_one"), "kind"));
        Assert.Equal(file, await client.GetByteArrayAsync($"/api/captures/{Number(capture, "id")}/file", Cancellation));
        using var opened = await client.PostAsJsonAsync("/api/devices", new { @interface = "Trace_one", immediate = true }, Cancellation);
        var minor = Number(await opened.Content.ReadFromJsonAsync<JsonElement>(Cancellation), "minor");
        Assert.NotEmpty(await client.GetByteArrayAsync($"/api/devices/{minor}/read", Cancellation));
    }

    [Fact]
    public async Task ADamagedFileIsRefusedWithTheByteAndTheReasonAndLeavesNothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var file = UploadFile.Pcap(5);
        var third = UploadFile.PcapHeaderBytes + (2 * UploadFile.PcapRecordBytes);
        // A captured length that no packet has.
        file.AsSpan(third + 8, 4).Fill(0x7F);
        var problem = await Problem.OfAsync(await PostAsync(client, file, ""));
        Assert.Equal((HttpStatusCode.BadRequest, "EINVAL", "captures"), (problem.Status, problem.Errno, problem.Request));
        Assert.Equal(2, problem.Body.GetProperty("packets").GetInt32());
        Assert.InRange(problem.Body.GetProperty("offset").GetInt32(), third, third + 16);
        Assert.Contains("keep=good", problem.Detail, StringComparison.Ordinal);
        Assert.Empty((await ListAsync(client)).EnumerateArray());
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Options.Data, "captures")));
    }

    [Fact]
    public async Task WhatIsGoodOfADamagedFileCanBeKept()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var file = UploadFile.Pcap(5);
        var third = UploadFile.PcapHeaderBytes + (2 * UploadFile.PcapRecordBytes);
        file.AsSpan(third + 8, 4).Fill(0x7F);
        var capture = await CreatedAsync(await PostAsync(client, file, "?keep=good"));
        Assert.Equal((2, third), (Number(capture, "packets"), Number(capture, "bytes")));
        Assert.Contains("damaged at byte", Text(capture, "fault"), StringComparison.Ordinal);
        Assert.Equal(file[..third], await client.GetByteArrayAsync($"/api/captures/{Number(capture, "id")}/file", Cancellation));
    }

    [Fact]
    public async Task AFileThatIsCutOffAnywhereIsRefusedOrKeptAsFarAsItIsWhole()
    {
        await using var server = await TestServer.StartAsync(options => options with { Uploads = 1000 });
        var client = server.Bearer();
        var file = UploadFile.Pcapng(2);
        for (var length = 0; length < file.Length; length += 13)
        {
            using var answer = await PostAsync(client, file[..length], "?keep=good");
            var isKept = answer.StatusCode == HttpStatusCode.Created;
            Assert.True(isKept || answer.StatusCode == HttpStatusCode.BadRequest, $"{length} bytes: {answer.StatusCode}");
            if (!isKept) Assert.Equal(0, (await Problem.OfAsync(answer)).Body.GetProperty("packets").GetInt32());
        }
    }

    [Fact]
    public async Task AnArchiveThatIsCutOffIsNotTakenForAWholeOne()
    {
        await using var server = await TestServer.StartAsync();
        var packed = UploadFile.Gzip(UploadFile.Pcap(200));
        var problem = await Problem.OfAsync(await PostAsync(server.Bearer(), packed[..(packed.Length / 2)], ""));
        Assert.Equal("EINVAL", problem.Errno);
    }

    [Theory]
    [InlineData("<html>", "no capture file")]
    [InlineData("", "empty")]
    [InlineData("PK\u0003\u0004 zip", "zip archive")]
    public async Task WhatIsNoCaptureIsSaidToBeSo(string text, string reason)
    {
        await using var server = await TestServer.StartAsync();
        var problem = await Problem.OfAsync(await PostAsync(server.Bearer(), System.Text.Encoding.ASCII.GetBytes(text), ""));
        Assert.Equal((HttpStatusCode.BadRequest, "EINVAL"), (problem.Status, problem.Errno));
        Assert.Contains(reason, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFileOverTheLimitIsRefusedAlsoWhenItIsSmallOnItsWay(bool isPacked)
    {
        await using var server = await TestServer.StartAsync(options => options with { UploadBytes = 64 * 1024 });
        var file = UploadFile.Pcap(5000);
        var problem = await Problem.OfAsync(await PostAsync(server.Bearer(), isPacked ? UploadFile.Gzip(file) : file, "?keep=good"));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "EMSGSIZE"), (problem.Status, problem.Errno));
        Assert.Contains("65536", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Options.Data, "captures")));
    }

    [Fact]
    public async Task OneMoreThanAllowedIsRefused()
    {
        await using var server = await TestServer.StartAsync(options => options with { Uploads = 1 });
        var client = server.Bearer();
        var capture = await CreatedAsync(await PostAsync(client, UploadFile.Pcap(1), ""));
        var problem = await Problem.OfAsync(await PostAsync(client, UploadFile.Pcap(1), ""));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ENOBUFS"), (problem.Status, problem.Errno));
        using var deleted = await client.DeleteAsync($"/api/captures/{Number(capture, "id")}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await CreatedAsync(await PostAsync(client, UploadFile.Pcap(1), ""));
    }

    [Fact]
    public async Task AnUploadWhoseSenderGoesAwayLeavesNothing()
    {
        await using var server = await TestServer.StartAsync();
        var folder = Path.Combine(server.Options.Data, "captures");
        using (var sender = new TcpClient())
        {
            await sender.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
            var head = $"POST /api/captures?keep=good HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {server.Token}\r\nContent-Length: 100000\r\n\r\n";
            await sender.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), Cancellation);
            await sender.GetStream().WriteAsync(UploadFile.Pcap(3), Cancellation);
            await WaitForFilesAsync(folder, 1);
        }

        await WaitForFilesAsync(folder, 0);
        Assert.Empty((await ListAsync(server.Bearer())).EnumerateArray());
    }

    [Theory]
    [InlineData("?keep=some", "keep must be")]
    [InlineData("?pace=slow", "pace must be")]
    [InlineData("?name=a%07b", "name must")]
    public async Task AQueryThatCannotBeUnderstoodIsRefused(string query, string sentence)
    {
        await using var server = await TestServer.StartAsync();
        var problem = await Problem.OfAsync(await PostAsync(server.Bearer(), UploadFile.Pcap(1), query));
        Assert.Equal("EINVAL", problem.Errno);
        Assert.Contains(sentence, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUploadThatIsWatchedIsNotDeleted()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var capture = await CreatedAsync(await PostAsync(client, UploadFile.Pcap(3), "?name=trace.pcap"));
        var address = $"/api/captures/{Number(capture, "id")}";
        using var opened = await client.PostAsJsonAsync("/api/devices", new { @interface = "trace" }, Cancellation);
        var minor = Number(await opened.Content.ReadFromJsonAsync<JsonElement>(Cancellation), "minor");
        var problem = await Problem.OfAsync(await client.DeleteAsync(address, Cancellation));
        Assert.Equal((HttpStatusCode.Conflict, "EBUSY"), (problem.Status, problem.Errno));
        Assert.Contains("trace", problem.Detail, StringComparison.Ordinal);
        // Still there for others.
        using (var other = await client.PostAsJsonAsync("/api/devices", new { @interface = "trace" }, Cancellation)) Assert.Equal(HttpStatusCode.Created, other.StatusCode);

        foreach (var device in (await client.GetFromJsonAsync<JsonElement>("/api/devices", Cancellation)).EnumerateArray())
            (await client.DeleteAsync($"/api/devices/{Number(device, "minor")}", Cancellation)).Dispose();
        Assert.True(minor > 0);
        using var deleted = await client.DeleteAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.DoesNotContain((await client.GetFromJsonAsync<JsonElement>("/api/interfaces", Cancellation)).EnumerateArray(), each => Text(each, "name") == "trace");
        Assert.Equal(HttpStatusCode.NotFound, (await Problem.OfAsync(await client.DeleteAsync(address, Cancellation))).Status);
    }

    [Fact]
    public async Task UploadsSurviveARestartAndEachOther()
    {
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(data: data))
        {
            var client = server.Bearer();
            await CreatedAsync(await PostAsync(client, UploadFile.Pcap(3), "?name=same.pcap&pace=50&loop=true"));
            await CreatedAsync(await PostAsync(client, UploadFile.Pcap(4), "?name=same.pcap"));
            // What was coming when the service was killed.
            File.WriteAllText(data.File("captures/half.part"), "x");
        }

        await using (var server = await TestServer.StartAsync(data: data))
        {
            var list = (await ListAsync(server.Bearer())).EnumerateArray().ToList();
            Assert.Equal([("same", 3, "50"), ("same-2", 4, "real")], list.Select(each => (Text(each, "interface"), Number(each, "packets"), Text(each, "pace"))));
            Assert.False(File.Exists(data.File("captures/half.part")));
        }
    }

    [Fact]
    public async Task FilesOutliveADatabaseThatIsLostAndRowsOutliveFiles()
    {
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(data: data)) await CreatedAsync(await PostAsync(server.Bearer(), UploadFile.Pcap(3), "?name=trace.pcap"));
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(data.FullPath, "webcap.db*")) File.Delete(file);
        await using (var server = await TestServer.StartAsync(data: data)) Assert.Equal(3, Number(Assert.Single((await ListAsync(server.Bearer())).EnumerateArray()), "packets"));

        Directory.GetFiles(data.File("captures")).ToList().ForEach(File.Delete);
        await using (var server = await TestServer.StartAsync(data: data))
        {
            var lost = Assert.Single((await ListAsync(server.Bearer())).EnumerateArray());
            Assert.Contains("gone", Text(lost, "unavailable"), StringComparison.Ordinal);
            using var deleted = await server.Bearer().DeleteAsync($"/api/captures/{Number(lost, "id")}", Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
    }

    [Fact]
    public async Task OnlyTheServiceCanReadTheFilesAndViewersOnlySeeThatTheyAreThere()
    {
        await using var server = await TestServer.StartAsync();
        var capture = await CreatedAsync(await PostAsync(server.Bearer(), UploadFile.Pcap(1), ""));
        var folder = Path.Combine(server.Options.Data, "captures");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        var viewer = server.Bearer(await server.IssueAsync("viewer"));
        Assert.Single((await ListAsync(viewer)).EnumerateArray());
        using var file = await viewer.GetAsync($"/api/captures/{Number(capture, "id")}/file", Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, file.StatusCode);
    }

    [Fact]
    public async Task ATokenWithLimitsGetsNoPacketsPastThemAndWhatIsDoneIsAudited()
    {
        await using var server = await TestServer.StartAsync();
        var administrator = server.Bearer();
        var capture = await CreatedAsync(await PostAsync(administrator, UploadFile.Pcap(2), "?name=trace.pcap"));
        var address = $"/api/captures/{Number(capture, "id")}";
        var filtered = await LimitedAsync(server, new { name = "filtered", role = "operator", days = 1, filter = "udp" });
        Assert.Equal("EPERM", (await Problem.OfAsync(await filtered.GetAsync(address + "/file", Cancellation))).Errno);
        Assert.Equal("EPERM", (await Problem.OfAsync(await filtered.DeleteAsync(address, Cancellation))).Errno);
        var elsewhere = await LimitedAsync(server, new { name = "elsewhere", role = "operator", days = 1, interfaces = new[] { "lo" } });
        Assert.Equal("EPERM", (await Problem.OfAsync(await PostAsync(elsewhere, UploadFile.Pcap(1), ""))).Errno);

        Assert.NotEmpty(await administrator.GetByteArrayAsync(address + "/file", Cancellation));
        (await administrator.DeleteAsync(address, Cancellation)).EnsureSuccessStatusCode();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        // The log writes behind the requests.
        foreach (var action in new[] { "capture.upload", "capture.download", "capture.delete" })
        {
            while (!(await administrator.GetStringAsync($"/api/audit?action={action}", patience.Token)).Contains($"capture {Number(capture, "id")}", StringComparison.Ordinal))
                await Task.Delay(20, patience.Token);
        }
    }

    private static async Task<HttpClient> LimitedAsync(TestServer server, object token)
    {
        using var answer = await server.Bearer().PostAsJsonAsync("/api/tokens", token, Cancellation);
        answer.EnsureSuccessStatusCode();
        return server.Bearer(Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation), "token"));
    }

    private static async Task WaitForFilesAsync(string folder, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (Directory.GetFiles(folder).Length != count) await Task.Delay(20, patience.Token);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] file, string query) =>
        client.PostAsync("/api/captures" + query, new ByteArrayContent(file), Cancellation);

    private static async Task<JsonElement> CreatedAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        var capture = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"/api/captures/{Number(capture, "id")}", answer.Headers.Location?.OriginalString);
        return capture;
    }

    private static Task<JsonElement> ListAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>("/api/captures", Cancellation);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
