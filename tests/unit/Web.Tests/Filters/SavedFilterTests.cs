using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Filters;

public sealed class SavedFilterTests
{
    private const string Saved = "/api/filters/saved";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFilterIsSavedShownChangedAndDeleted()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var id = await AddAsync(client, " Web ", " tcp port 80 ");
        var filter = (await ListAsync(client)).Single();
        Assert.Equal("Web", filter.GetProperty("name").GetString());
        Assert.Equal("tcp port 80", filter.GetProperty("expression").GetString());

        using var changed = await client.PutAsJsonAsync($"{Saved}/{id}", new { name = "Secure web", expression = "tcp port 443" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var after = (await ListAsync(client)).Single();
        Assert.Equal("tcp port 443", after.GetProperty("expression").GetString());
        Assert.Equal(filter.GetProperty("createdAt").GetString(), after.GetProperty("createdAt").GetString());

        using var deleted = await client.DeleteAsync($"{Saved}/{id}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await ListAsync(client));
    }

    [Fact]
    public async Task FiltersOutliveARestart()
    {
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(data: data)) await AddAsync(server.Bearer(), "Naïve ☃", "icmp");
        await using var restarted = await TestServer.StartAsync(data: data);
        var filter = (await ListAsync(restarted.Bearer())).Single();
        Assert.Equal("Naïve ☃", filter.GetProperty("name").GetString());
        Assert.Equal("icmp", filter.GetProperty("expression").GetString());
    }

    [Fact]
    public async Task ANameIsTakenOnceWithoutRegardToCase()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        await AddAsync(client, "web", "tcp port 80");
        var other = await AddAsync(client, "dns", "udp port 53");
        using var added = await client.PostAsJsonAsync(Saved, new { name = "WEB", expression = "ip" }, Cancellation);
        Assert.Equal("EBUSY", (await Problem.OfAsync(added)).Errno);
        using var renamed = await client.PutAsJsonAsync($"{Saved}/{other}", new { name = "Web", expression = "ip" }, Cancellation);
        Assert.Equal("EBUSY", (await Problem.OfAsync(renamed)).Errno);
        Assert.Equal(2, (await ListAsync(client)).Length);
    }

    [Fact]
    public async Task AFilterThatIsNotThereIsNoFilter()
    {
        await using var server = await TestServer.StartAsync();
        using var changed = await server.Bearer().PutAsJsonAsync($"{Saved}/1", new { name = "x", expression = "ip" }, Cancellation);
        Assert.Equal("ENXIO", (await Problem.OfAsync(changed)).Errno);
        using var deleted = await server.Bearer().DeleteAsync($"{Saved}/1", Cancellation);
        Assert.Equal("ENXIO", (await Problem.OfAsync(deleted)).Errno);
    }

    [Theory]
    [InlineData(null, "ip")]
    [InlineData("  ", "ip")]
    [InlineData("a\u001b[31m", "ip")]
    [InlineData("name", null)]
    [InlineData("name", "")]
    [InlineData("name", "ip\u0000")]
    public async Task ANameOrATextThatCannotBeShownIsRefused(string? name, string? expression)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer().PostAsJsonAsync(Saved, new { name, expression }, Cancellation);
        Assert.Equal("EINVAL", (await Problem.OfAsync(answer)).Errno);
    }

    [Fact]
    public async Task WhatAFilterSaysIsNeverSql()
    {
        await using var server = await TestServer.StartAsync();
        const string Hostile = "x'); drop table saved_filters; --";
        await AddAsync(server.Bearer(), Hostile, Hostile);
        Assert.Equal(Hostile, (await ListAsync(server.Bearer())).Single().GetProperty("name").GetString());
    }

    [Fact]
    public async Task OneMoreThanAllowedIsRefused()
    {
        await using var server = await TestServer.StartAsync();
        await server.Services.GetRequiredService<Database>().RunAsync(
            connection => connection.Execute(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < @max) insert into saved_filters (name, expression, created_at) select 'f' || i, 'ip', 0 from n",
                new { max = SavedFilterRepository.MaxCount }),
            Cancellation);
        using var answer = await server.Bearer().PostAsJsonAsync(Saved, new { name = "one more", expression = "ip" }, Cancellation);
        Assert.Equal("ENOBUFS", (await Problem.OfAsync(answer)).Errno);
    }

    private static async Task<long> AddAsync(HttpClient client, string name, string expression)
    {
        using var answer = await client.PostAsJsonAsync(Saved, new { name, expression }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt64();
        Assert.Equal($"{Saved}/{id}", answer.Headers.Location?.ToString());
        return id;
    }

    private static async Task<JsonElement[]> ListAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonElement[]>(Saved, Cancellation))!;
}
