using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Engine.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Audit;
using WebCap.Tests.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Audit;

/// <summary>Who did what, when and from where.</summary>
public sealed class AuditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatSomebodyDoesIsThereToBeRead()
    {
        await using var server = await TestServer.StartAsync();
        server.Services.GetRequiredService<InterfaceCatalog>().Add(new ScriptedInterface("script0"));
        var browser = await server.BrowserAsync();
        using (await server.Anonymous().SendAsync(SignIn(server, "guess"), Cancellation)) { }
        using (var issued = await browser.PostAsJsonAsync("/api/tokens", new { name = "=cmd|'/c calc'!A0", role = "operator", days = 1, filter = "tcp" }, Cancellation))
            Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        using (var opened = await browser.PostAsJsonAsync("/api/devices", new { @interface = "script0", filter = "tcp port 80" }, Cancellation))
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        using (await browser.PatchAsJsonAsync("/api/devices/1", new { filter = "udp" }, Cancellation)) { }
        using (await browser.PostAsync("/api/devices/1/flush", null, Cancellation)) { }
        for (var read = 0; read < 2; read++)
        {
            using (await browser.GetAsync("/api/devices/1/read?nonblock=true", Cancellation)) { }
        }

        using (await browser.GetAsync("/api/devices/1/recent.pcapng", Cancellation)) { }
        using (var hub = await HubClient.ConnectAsync(server, browser))
        {
            await hub.StreamAsync("1", "Watch", 1, null, 0);
            await hub.NextAsync("1");
        }

        using (await browser.DeleteAsync("/api/devices/1", Cancellation)) { }
        using (var saved = await browser.PostAsJsonAsync("/api/filters/saved", new { name = "web", expression = "tcp port 80" }, Cancellation))
            Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        using (await browser.PutAsJsonAsync("/api/filters/saved/1", new { name = "web", expression = "tcp port 8080" }, Cancellation)) { }
        using (await browser.DeleteAsync("/api/filters/saved/1", Cancellation)) { }
        using (await browser.DeleteAsync("/api/tokens/2", Cancellation)) { }
        using (await browser.DeleteAsync("/api/session", Cancellation)) { }

        var entries = (await PageAsync(server)).GetProperty("entries").EnumerateArray().Reverse().ToArray();
        Assert.Equal(
            [
                "session.open token 1", "session.refuse ", "token.issue token 2", "device.open device 1", "device.change device 1", "device.flush device 1",
                "device.read device 1", "device.download device 1", "device.watch device 1", "device.close device 1",
                "filter.save filter 1", "filter.change filter 1", "filter.delete filter 1", "token.revoke token 2", "session.close token 1",
            ],
            entries.Select(entry => $"{Text(entry, "action")} {Text(entry, "target")}"));
        Assert.All(entries, entry => Assert.Equal("127.0.0.1", Text(entry, "address")));
        Assert.All(entries, entry => Assert.Equal(Text(entry, "action") == "session.refuse" ? ("", "") : ("admin", "administrator"), (Text(entry, "user"), Text(entry, "role"))));
        Assert.Equal("script0: tcp port 80", Text(entries[3], "detail"));
        Assert.Equal("script0: udp", Text(entries[4], "detail"));
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains(server.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PagesFollowEachOtherWithoutGapOrDuplicateWhileEntriesCome()
    {
        await using var server = await TestServer.StartAsync();
        var log = server.Services.GetRequiredService<AuditLog>();
        for (var number = 0; number < 25; number++) log.Record("user", "viewer", "192.0.2.1", AuditAction.DeviceWatch, $"device {number}");
        List<string> seen = [];
        long? before = null;
        var pages = 0;
        do
        {
            var page = await PageAsync(server, $"?limit=10&action=device&before={before ?? long.MaxValue}");
            seen.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "target")));
            before = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
            log.Record("user", "viewer", "192.0.2.1", AuditAction.DeviceWatch, "later");
            pages++;
        }
        while (before is not null);

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(number => $"device {number}"), seen);
    }

    [Fact]
    public async Task AListCanBeOfOneUserAndOfOneKindOfThing()
    {
        await using var server = await TestServer.StartAsync();
        var log = server.Services.GetRequiredService<AuditLog>();
        log.Record("ann", "viewer", "", AuditAction.DeviceWatch, "1");
        log.Record("ben", "viewer", "", AuditAction.DeviceWatch, "2");
        log.Record("ann", "viewer", "", AuditAction.DeviceClose, "3");
        log.Record("ann", "viewer", "", AuditAction.TokenIssue, "4");
        Assert.Equal(["4", "3", "1"], await TargetsAsync("?user=ann"));
        Assert.Equal(["3", "1"], await TargetsAsync("?user=ann&action=device"));
        Assert.Equal(["2", "1"], await TargetsAsync("?action=device.watch"));
        Assert.Empty(await TargetsAsync("?action=dev"));
        Assert.Empty(await TargetsAsync("?user=%25"));

        async Task<string[]> TargetsAsync(string query) =>
            [.. (await PageAsync(server, query)).GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "target"))];
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    public async Task APageThatMakesNoSenseIsRefused(string query)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer().GetAsync($"/api/audit?{query}", Cancellation);
        Assert.Equal("EINVAL", (await Problem.OfAsync(answer)).Errno);
    }

    [Fact]
    public async Task TheWholeLogIsExportedOldestFirst()
    {
        await using var server = await TestServer.StartAsync();
        var log = server.Services.GetRequiredService<AuditLog>();
        // More than a page of the export, and a text that would be a formula.
        for (var number = 0; number < 1500; number++) log.Record("user", "viewer", "192.0.2.1", AuditAction.DeviceOpen, $"device {number}", "=1+1\r\n\"x\",y");
        await log.FlushAsync(Cancellation);

        using var csv = await server.Bearer().GetAsync("/api/audit/export.csv", Cancellation);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal("webcap-audit.csv", csv.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var text = await csv.Content.ReadAsStringAsync(Cancellation);
        Assert.StartsWith("id,at,user,role,address,action,target,detail\r\n1,", text, StringComparison.Ordinal);
        Assert.Equal(1500, text.Split("\"'=1+1\r\n\"\"x\"\",y\"\r\n").Length - 1);
        Assert.DoesNotContain(",\"=", text, StringComparison.Ordinal);

        using var lines = await server.Bearer().GetAsync("/api/audit/export.jsonl", Cancellation);
        var entries = (await lines.Content.ReadAsStringAsync(Cancellation)).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        // The two exports are in the log, too.
        Assert.Equal(1502, entries.Length);
        Assert.Equal(Enumerable.Range(1, 1502), entries.Select(entry => entry.GetProperty("id").GetInt32()));
        Assert.Equal("=1+1\r\n\"x\",y", Text(entries[0], "detail"));
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=1", "\"'=1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("1=1", "\"1=1\"")]
    public void NoCellIsAFormula(string text, string cell) => Assert.Equal(cell, AuditCsv.Cell(text));

    private static async Task<JsonElement> PageAsync(TestServer server, string query = "") =>
        await server.Bearer().GetFromJsonAsync<JsonElement>($"/api/audit{query}", Cancellation);

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static HttpRequestMessage SignIn(TestServer server, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = JsonContent.Create(new { token }) };
        request.Headers.Add("Origin", server.Origin);
        return request;
    }
}
