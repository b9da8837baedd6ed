using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Support;

namespace WebCap.Tests.Filters;

public sealed class CompileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnExpressionBecomesAProgramAListingAndAGraph()
    {
        await using var server = await TestServer.StartAsync();
        var compiled = await CompileAsync(server, new { expression = "ip", snapLength = 96 });
        Assert.Equal(4, compiled.GetProperty("instructionCount").GetInt32());
        // ldh [12]; jeq #0x800; ret #96; ret #0
        Assert.Equal("[[40,0,0,12],[21,0,1,2048],[6,0,0,96],[6,0,0,0]]", compiled.GetProperty("instructions").GetRawText());
        Assert.StartsWith("(000) ldh", compiled.GetProperty("listing").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """{"blocks":[{"start":0,"end":2,"next":[2,3]},{"start":2,"end":3,"next":[]},{"start":3,"end":4,"next":[]}]}""",
            compiled.GetProperty("graph").GetRawText());
    }

    [Fact]
    public async Task TheEmptyExpressionHasNoProgram()
    {
        await using var server = await TestServer.StartAsync();
        var compiled = await CompileAsync(server, new { expression = " " });
        Assert.Equal(0, compiled.GetProperty("instructionCount").GetInt32());
        Assert.Equal("""{"blocks":[]}""", compiled.GetProperty("graph").GetRawText());
    }

    [Fact]
    public async Task TheLinkTypeDecidesWhereTheProgramLooks()
    {
        await using var server = await TestServer.StartAsync();
        var raw = await CompileAsync(server, new { expression = "ip", linkType = 101 });
        var ethernet = await CompileAsync(server, new { expression = "ip" });
        Assert.NotEqual(ethernet.GetProperty("listing").GetString(), raw.GetProperty("listing").GetString());
    }

    [Fact]
    public async Task ADisplayFilterByMistakeGetsItsBpfForm()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await PostAsync(server, new { expression = "tcp.port == 80" });
        var problem = await Problem.OfAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal("EINVAL", problem.Errno);
        Assert.Equal("BIOCSETF", problem.Request);
        Assert.Equal("tcp port 80", problem.Body.GetProperty("suggestion").GetString());
        Assert.True(problem.Body.TryGetProperty("offset", out _));
    }

    [Theory]
    [InlineData("""{ "expression": "ip", "interface": "nosuch0" }""", "ENXIO")]
    [InlineData("""{ "expression": "ip", "snapLength": 0 }""", "EINVAL")]
    [InlineData("""{ "expression": "ip", "snapLength": 2147483648 }""", "EINVAL")]
    [InlineData("""{ "expression": "ip", "linkType": -1 }""", "EINVAL")]
    [InlineData("""{ "expression": "ip", "linkType": 65536 }""", "EINVAL")]
    [InlineData("""{ "expression": "ip", "linkType": 65535 }""", "EINVAL")]
    [InlineData("""{ "expression": "ip\u0000" }""", "EINVAL")]
    public async Task WhatCannotBeCompiledIsRefused(string body, string errno)
    {
        await using var server = await TestServer.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Bearer().PostAsync("/api/filters/compile", content, Cancellation);
        Assert.Equal(errno, (await Problem.OfAsync(answer)).Errno);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, object body) => server.Bearer().PostAsJsonAsync("/api/filters/compile", body, Cancellation);

    private static async Task<JsonElement> CompileAsync(TestServer server, object body)
    {
        using var answer = await PostAsync(server, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
