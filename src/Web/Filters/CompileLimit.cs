using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Filters;

/// <summary>
/// What one user may have compiled, so that whoever asks for thousands waits for himself and not others for him:
/// <list type="bullet">
/// <item>one of each user runs or waits for its turn, and some of his wait for that one; what is beyond is refused;</item>
/// <item>who has them compiled all the time gets a quarter of a processor: after each the next waits three times as long as it took;</item>
/// <item>a refusal comes after a while, or whoever asks again at once would cost more by being refused than by being served.</item>
/// </list>
/// </summary>
internal sealed class CompileLimit(TimeProvider time) : IRateLimiterPolicy<long>
{
    // Of one user: a page asks once while somebody types, and more than one page is open.
    public const int MaxWaiting = 16;

    private const int PauseFactor = 3;

    // Not the same for all: a thousand that came at once must not come again at once.
    private const int ShortestRefusalMs = 500;
    private const int LongestRefusalMs = 1500;

    // By user: when the next may begin. As many as there are tokens.
    private readonly ConcurrentDictionary<long, long> nextBegins = new();

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => RefuseAsync;

    public RateLimitPartition<long> GetPartition(HttpContext httpContext) => RateLimitPartition.GetConcurrencyLimiter(
        UserOf(httpContext),
        static _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Who asks, by his token.</summary>
    public static long UserOf(HttpContext context) => context.Features.Get<SignIn>()?.Token.Id ?? 0;

    /// <summary>Waits until the user's pause is over. The one of his that runs does so; the others wait behind it.</summary>
    public async Task PauseAsync(long user, CancellationToken cancellation)
    {
        if (!nextBegins.TryGetValue(user, out var begins)) return;
        var left = time.GetElapsedTime(time.GetTimestamp(), begins);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellation);
    }

    /// <summary>The one of the user's that began then, by the monotonic clock, is over.</summary>
    public void Ended(long user, long beganAt)
    {
        var now = time.GetTimestamp();
        nextBegins[user] = now + (PauseFactor * (now - beganAt));
    }

    private async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestRefusalMs, LongestRefusalMs)), time, cancellation);
        context.HttpContext.Response.Headers.RetryAfter = "1";
        await HttpProblem.Create(
            StatusCodes.Status429TooManyRequests, "BIOCSETF", $"{MaxWaiting} expressions of this token wait to be compiled already; ask again when one has been answered.").ExecuteAsync(context.HttpContext);
    }
}
