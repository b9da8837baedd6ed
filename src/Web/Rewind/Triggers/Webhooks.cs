using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bpf.Engine.Device;
using WebCap.Capture;
using WebCap.Configuration;
using WebCap.Recordings;

namespace WebCap.Rewind.Triggers;

/// <summary>
/// Calls webhooks: only hosts that the owner of the machine has named, so that nobody can make the service reach into a network through it. Redirects are
/// not followed and no proxy is asked; what a host answers is not read beyond its status. Any thread.
/// </summary>
internal sealed class Webhooks(RewindOptions options, TimeProvider time) : IDisposable
{
    // A host that does not answer holds each for half a minute.
    private const int MostAtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Before the second try and the third.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly SemaphoreSlim room = new(MostAtOnce, MostAtOnce);
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Patience,
        DefaultRequestHeaders = { { "User-Agent", $"WebCap/{StartCommand.Version}" } },
    };

    /// <summary>Why an address may not be called; null when it may.</summary>
    public Refusal? Check(Uri address) => options.WebhookHosts.Contains(HostOf(address), StringComparer.OrdinalIgnoreCase)
        ? null
        : new Refusal(Errno.EPERM, "trigger", options.WebhookHosts.Count == 0
            ? "This service calls no webhooks; start WebCap with --webhook-hosts and the host's name."
            : $"This service calls only webhooks of {string.Join(", ", options.WebhookHosts)}; start WebCap with another host in --webhook-hosts.");

    /// <summary>Calls, up to three times, and says what came of it in words.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
    public async Task<string> CallAsync(Uri address, WebhookCall call, CancellationToken cancellation)
    {
        // Asked again: the options may have changed since the trigger was made.
        if (Check(address) is { } refusal) return refusal.Detail;
        if (!await room.WaitAsync(0, cancellation)) return $"Not called: {MostAtOnce} calls of webhooks are under way.";
        try
        {
            var id = $"msg_{Guid.NewGuid():N}";
            var body = JsonSerializer.SerializeToUtf8Bytes(call, RecordingSettings.Json);
            for (var tries = 1; ; tries++)
            {
                var (outcome, mayTryAgain) = await TryAsync(address, id, body, cancellation);
                if (!mayTryAgain || tries > Pauses.Length) return tries > 1 ? $"{outcome} ({tries} tries)" : outcome;
                await Task.Delay(Pauses[tries - 1], time, cancellation);
            }
        }
        finally
        {
            room.Release();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        room.Dispose();
    }

    private static string HostOf(Uri address) => address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;

    private async Task<(string Outcome, bool MayTryAgain)> TryAsync(Uri address, string id, byte[] body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (options.WebhookSecret is { } secret) WebhookSignature.Sign(request, secret, id, time.GetUtcNow(), body);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            if (answer.IsSuccessStatusCode) return ($"Answered {status}.", false);
            var isPassing = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;
            return ($"Refused with {status}.", isPassing);
        }
        catch (HttpRequestException fault)
        {
            return ($"Not reached: {fault.HttpRequestError}.", true);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ($"No answer within {Patience.TotalSeconds:0} s.", true);
        }
    }
}
