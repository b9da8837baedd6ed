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
/// <item>long expressions, which hold up everybody else for as long as they take, get a fiftieth of a processor and half a second of it in advance: a person
/// who types one notices nothing, and who asks for nothing else waits for his next. Short ones are not counted;</item>
/// <item>a refusal comes after a while, or whoever asks again at once would cost more by being refused than by being served.</item>
/// </list>
/// </summary>
internal sealed class CompileLimit(TimeProvider time) : IRateLimiterPolicy<long>
{
    // Of one user: a page asks once while somebody types, and more than one page is open.
    public const int MaxWaiting = 16;

    private const int ProcessorParts = 50;
    private static readonly TimeSpan InAdvance = TimeSpan.FromMilliseconds(500);

    // A hundred conditions take 17 ms, and what people mostly ask for one or two.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(3);

    // A machine that stood still while one was compiled has not been used by whoever asked for it.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Not the same for all: a thousand that came at once must not come again at once.
    private const int ShortestRefusalMs = 500;
    private const int LongestRefusalMs = 1500;

    // By user: the moment, by the monotonic clock, up to which his part of the processor is used up. As many as there are tokens.
    private readonly ConcurrentDictionary<long, long> usedUntil = new();

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => RefuseAsync;

    public RateLimitPartition<long> GetPartition(HttpContext httpContext) => RateLimitPartition.GetConcurrencyLimiter(
        UserOf(httpContext),
        static _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Who asks, by his token.</summary>
    public static long UserOf(HttpContext context) => context.Features.Get<SignIn>()?.Token.Id ?? 0;

    /// <summary>Waits until the user has something left. The one of his that runs does so; the others wait behind it.</summary>
    public async Task PauseAsync(long user, CancellationToken cancellation)
    {
        if (!usedUntil.TryGetValue(user, out var until)) return;
        var left = time.GetElapsedTime(time.GetTimestamp(), until);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellation);
    }

    /// <summary>The one of the user's that began then, by the monotonic clock, is over.</summary>
    public void Ended(long user, long beganAt)
    {
        var now = time.GetTimestamp();
        var used = (now - beganAt - Stamps(Short)) * ProcessorParts;
        if (used <= 0) return;
        var earliest = now - Stamps(InAdvance * ProcessorParts);
        var latest = now + Stamps(LongestPause);
        // One of a user's runs at a time, so nobody else writes here meanwhile.
        usedUntil[user] = Math.Min(Math.Max(usedUntil.GetValueOrDefault(user, earliest), earliest) + used, latest);
    }

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestRefusalMs, LongestRefusalMs)), time, cancellation);
        context.HttpContext.Response.Headers.RetryAfter = "1";
        await HttpProblem.Create(
            StatusCodes.Status429TooManyRequests, "BIOCSETF", $"{MaxWaiting} expressions of this token wait to be compiled already; ask again when one has been answered.").ExecuteAsync(context.HttpContext);
    }
}
