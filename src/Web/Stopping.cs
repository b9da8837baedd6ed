using System.Diagnostics.CodeAnalysis;
using WebCap.Problems;

namespace WebCap;

/// <summary>
/// The end of the service, for requests. The listener waits for those that are under way, and a page whose connection has just ended asks for a
/// new one over a connection that is still open: a stream that begins then would keep the service for the whole of the host's patience. So from
/// the moment that the stopping begins every new request is refused, and what still lasts after <see cref="Grace"/> is broken off.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process; the last request may still look at the token.")]
internal sealed class Stopping
{
    /// <summary>Time for what ends in order: streams say goodbye, short requests are answered.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly RequestDelegate next;
    private readonly CancellationToken begun;
    private readonly CancellationTokenSource overdue;

    public Stopping(RequestDelegate next, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        this.next = next;
        begun = lifetime.ApplicationStopping;
        overdue = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        begun.Register(() => overdue.CancelAfter(Grace));
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (begun.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
            context.Response.Headers.RetryAfter = "5";
            await HttpProblem.Create(StatusCodes.Status503ServiceUnavailable, context.Request.Method, "The service is stopping; try again when it is back.").ExecuteAsync(context);
            return;
        }

        // Also for who got past the line above in the moment before: nobody else may know of such a request.
        using var registration = overdue.Token.UnsafeRegister(static each => ((HttpContext)each!).Abort(), context);
        await next(context);
    }
}
