using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace WebCap.Tests.Client;

public sealed partial class ServedClientTests(AssembledClient client) : IClassFixture<AssembledClient>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/devices")]
    [InlineData("/capture/3/packets")]
    [InlineData("/apiary")]
    public async Task AnAddressOfThePageAnswersWithThePageAndIsAskedForEachTime(string path)
    {
        using var response = await client.Http.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.Contains("<p>page</p>", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/none")]
    [InlineData("/API/none")]
    [InlineData("/hubs/none")]
    [InlineData("/openapi/none")]
    [InlineData("/health/none")]
    [InlineData("/_framework/none")]
    [InlineData("/_framework/none.bin")]
    [InlineData("/js/none.js")]
    [InlineData("/none.png")]
    [InlineData("/../client.endpoints.json")]
    [InlineData("/%2e%2e/client.endpoints.json")]
    public async Task AnUnknownAddressOfTheServerOrOfAFileIsNotThePage(string path)
    {
        using var response = await AskSignedInAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task AWrongMethodIsRefusedAndNotAnsweredWithThePage()
    {
        using var get = await AskSignedInAsync(HttpMethod.Get, "/api/flush");
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
        using var post = await AskSignedInAsync(HttpMethod.Post, "/devices");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task OnlyTheClientIsServedWithoutSignIn()
    {
        using var secret = await client.Http.GetAsync("/api/secret", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, secret.StatusCode);
        using var page = await client.Http.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task EveryFileThePageNamesIsKeptForEver()
    {
        var page = await client.Http.GetStringAsync("/", Stop);
        var named = References().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(4, named.Count); // the style sheet, two assemblies, one script
        foreach (var path in named)
        {
            using var response = await client.Http.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("max-age=31536000, immutable", response.Headers.GetValues("Cache-Control").Single());
        }
    }

    [Theory]
    [InlineData("/css/app.css", "text/css")]
    [InlineData("/_framework/dotnet.js", "text/javascript")]
    [InlineData("/_framework/dotnet.native.wasm", "application/wasm")]
    [InlineData("/_framework/Web.Client.bin", "application/octet-stream")]
    public async Task APlainNameHasItsTypeAndIsAskedForEachTime(string path, string type)
    {
        using var response = await client.Http.GetAsync(path, Stop);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task TheFormThatTheBrowserTakesIsSent(string? accepted, string? sent)
    {
        using var response = await AskAsync("/_framework/dotnet.native.wasm", accepted);
        Assert.Equal(sent, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        await using Stream plain = sent switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        Assert.Equal(string.Concat(Enumerable.Repeat("wasm", 100)), await reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task AFileThatTheBrowserHasIsNotSentAgainAndEachFormHasItsOwnTag()
    {
        using var plain = await AskAsync("/css/app.css", accepted: null);
        using var packed = await AskAsync("/css/app.css", "br");
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);

        using var again = await AskAsync("/css/app.css", "br", packed.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await AskAsync("/css/app.css", "br", plain.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task HeadAnswersWithTheSameHeadersAndNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/css/app.css");
        using var head = await client.Http.SendAsync(request, Stop);
        using var get = await AskAsync("/css/app.css", accepted: null);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.LastModified, head.Content.Headers.LastModified);
        Assert.True(get.Content.Headers.LastModified > DateTimeOffset.UnixEpoch);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex References();

    private async Task<HttpResponseMessage> AskSignedInAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { SignedInByHeader.Header, "yes" } } };
        return await client.Http.SendAsync(request, Stop);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? accepted, EntityTagHeaderValue? held = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepted is not null) request.Headers.Add("Accept-Encoding", accepted);
        if (held is not null) request.Headers.IfNoneMatch.Add(held);
        return await client.Http.SendAsync(request, Stop);
    }
}
