using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using WebCap.Storage;

namespace WebCap.Security;

/// <summary>
/// Something a request can be made with: a token, or a browser's session. Requests that last (the hub, endless downloads) end when it does.
/// Any thread.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "A source without a timer holds nothing to free, and requests may register with it while it ends.")]
internal sealed class SignIn
{
    private readonly CancellationTokenSource ended = new();
    private long seenAtMs;
    private int activeCount;

    /// <param name="token">The token it is, or that it came from.</param>
    /// <param name="session">The browser's session; null for the token itself.</param>
    /// <param name="seenAt">When it was last used.</param>
    public SignIn(TokenRecord token, SessionRecord? session, DateTimeOffset seenAt)
    {
        Token = token;
        Session = session;
        seenAtMs = PersistedAtMs = seenAt.ToUnixTimeMilliseconds();
    }

    /// <summary>The token behind it.</summary>
    public TokenRecord Token { get; }

    /// <summary>The browser's session; null when the token itself is shown with each request.</summary>
    public SessionRecord? Session { get; }

    /// <summary>Cancelled once it is signed out, revoked or expired.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>When it was last used.</summary>
    public DateTimeOffset SeenAt => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref seenAtMs));

    /// <summary>What the database has as the time of its last use. Only the caretaker touches it.</summary>
    public long PersistedAtMs { get; set; }

    /// <summary>True while a request that lasts is being made with it.</summary>
    public bool IsActive => Volatile.Read(ref activeCount) > 0;

    /// <summary>The user that it stands for.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        List<Claim> claims = [new(ClaimTypes.Name, Token.Name), new(ClaimTypes.Role, Token.Role)];
        if (Token.Limits.MayDownload) claims.Add(new(Policies.Download, ""));
        if (Session is not null) claims.Add(new(ClaimTypes.Sid, Session.Id));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    public void Touch(DateTimeOffset now) => Interlocked.Exchange(ref seenAtMs, now.ToUnixTimeMilliseconds());

    /// <summary>A request that lasts begins; dispose what is returned when it is over.</summary>
    public IDisposable Enter(Action onEnd)
    {
        Interlocked.Increment(ref activeCount);
        return new Stay(this, ended.Token.Register(onEnd));
    }

    /// <summary>Ends what is being done with it.</summary>
    public void End() => ended.Cancel();

    private sealed class Stay(SignIn signIn, CancellationTokenRegistration registration) : IDisposable
    {
        private int isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 1) return;
            registration.Dispose();
            Interlocked.Decrement(ref signIn.activeCount);
        }
    }
}
