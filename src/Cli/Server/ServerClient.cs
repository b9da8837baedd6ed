using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WebCap.Cli.Server;

/// <summary>Calls a server's API. Whatever goes wrong becomes a <see cref="CliException"/> that says what to do next.</summary>
internal sealed class ServerClient : IDisposable
{
    // The server answers within milliseconds; what takes longer than this is not going to come.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    // The longest answer that is read whole: the peers of the most devices that a server can have are a tenth of it.
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly ServerAddress address;

    public ServerClient(ServerAddress address, HttpMessageHandler handler)
    {
        this.address = address;
        http = new HttpClient(handler) { BaseAddress = address.Url, Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
        if (address.Token is { } token) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Url => address.Url;

    /// <summary>The real transport. It follows no redirection, which would carry the token to somebody else.</summary>
    public static HttpMessageHandler CreateHandler(Uri url) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !url.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };

    /// <summary>GET, as the server says it.</summary>
    /// <param name="path">Below the server's address.</param>
    /// <param name="mediaType">text/plain or application/json.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<string> GetTextAsync(string path, string mediaType, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        return await SendAsync(request, stop);
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        Read(await GetTextAsync(path, "application/json", stop), type);

    /// <summary>POST, and the answer as the server says it.</summary>
    public async Task<string> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, type) };
        return await SendAsync(request, stop);
    }

    public async Task DeleteAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        await SendAsync(request, stop);
    }

    /// <summary>GET, as an endless stream; disposing the answer ends it.</summary>
    public async Task<(HttpResponseMessage Answer, Stream Body)> StreamAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await AskAsync(async deadline =>
        {
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline);
            try
            {
                if (!answer.IsSuccessStatusCode) throw Refusal(answer, await answer.Content.ReadAsStringAsync(deadline));
                return (answer, await answer.Content.ReadAsStreamAsync(deadline));
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }, stop);
    }

    /// <summary>An answer as an object; one that is none of WebCap's is said to be so.</summary>
    public T Read<T>(string text, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException();
        }
        catch (JsonException fault)
        {
            throw new CliException($"What answers at {Url} does not answer as WebCap does. Is the address right?", fault);
        }
    }

    public void Dispose() => http.Dispose();

    private Task<string> SendAsync(HttpRequestMessage request, CancellationToken stop) => AskAsync(async deadline =>
    {
        using var answer = await http.SendAsync(request, deadline);
        var text = await answer.Content.ReadAsStringAsync(deadline);
        return answer.IsSuccessStatusCode ? text : throw Refusal(answer, text);
    }, stop);

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(LongestAnswer);
        try
        {
            return await ask(deadline.Token);
        }
        catch (HttpRequestException fault)
        {
            throw Unreachable(fault);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new CliException($"{Url} does not answer. Is it the right address, and does a firewall let it through?", fault);
        }
    }

    private CliException Unreachable(HttpRequestException fault) => fault switch
    {
        { InnerException: System.Security.Authentication.AuthenticationException } => new CliException(
            $"The certificate of {Url} is not trusted here. If it is your own, name it in SSL_CERT_FILE; never go on without.", fault),
        { HttpRequestError: HttpRequestError.NameResolutionError } => new CliException($"There is no machine named {Url.Host}. Name another server with --url or {ServerAddress.UrlVariable}.", fault),
        { HttpRequestError: HttpRequestError.ConnectionError } => new CliException(
            $"Nothing answers at {Url}. Start WebCap there with ./run.sh, or name another server with --url or {ServerAddress.UrlVariable}.", fault),
        _ => new CliException($"{Url} could not be asked: {fault.Message}", fault),
    };

    private CliException Refusal(HttpResponseMessage answer, string text)
    {
        var problem = ProblemDetails.TryRead(text);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            return new CliException(address.Token is null
                ? $"{Url} wants a token. It is in the address that WebCap prints when it starts: keep that address with webcap connect, or put the token into {ServerAddress.TokenVariable} or a --token-file."
                : $"{Url} does not accept the token; it may have run out. WebCap prints a fresh one each time it starts, and an administrator can issue one that lasts.");
        }

        if (problem is null)
            return new CliException($"{Url} answered {(int)answer.StatusCode} and is perhaps not WebCap. Name another server with --url or {ServerAddress.UrlVariable}.");
        var suggestion = problem.Suggestion is { Length: > 0 } meant ? $" Perhaps you mean: {meant}" : "";
        return new CliException($"{problem.Detail}{suggestion}");
    }
}
