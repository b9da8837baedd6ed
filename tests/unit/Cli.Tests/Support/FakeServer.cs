using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace WebCap.Cli.Tests.Support;

/// <summary>A server's answers, one a method and path, and a list of what was asked. A path without an answer is refused as a server does.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpContent>> answers = [];

    /// <summary>Method, path and body of each request, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The last Authorization header.</summary>
    public string? Authorization { get; private set; }

    /// <summary>The status of every answer, for the refusals.</summary>
    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    public FakeServer Answer(string request, string body, string mediaType = "application/json") =>
        Answer(request, () => new StringContent(body, Encoding.UTF8, mediaType));

    public FakeServer Answer(string request, Func<HttpContent> content)
    {
        answers[request] = content;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var question = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Enqueue(question + body);
        Authorization = request.Headers.Authorization?.ToString();
        return answers.TryGetValue(question, out var content)
            ? new HttpResponseMessage(Status) { Content = content() }
            : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"detail":"There is nothing at this address."}""") };
    }
}
