using System.Collections.Concurrent;
using System.Security.Cryptography;
using WebCap.Storage;

namespace WebCap.Security;

/// <summary>
/// Every token and session that is valid, in memory. The database is read once, at the start, and written on each change: a database that
/// is locked or slow then keeps nobody from being recognised, and captures go on.
/// A change is written first and counts afterwards, so that nothing is valid which a restart would forget, or the other way round.
/// Any thread.
/// </summary>
internal sealed class SignInRegistry(TokenRepository tokens, SessionRepository sessions, TimeProvider time) : IDisposable
{
    /// <summary>Tokens at once; issuing one more is refused.</summary>
    public const int MaxTokens = 1000;

    /// <summary>Signed-in browsers at once; one more ends the one that was seen longest ago.</summary>
    public const int MaxSessions = 1000;

    /// <summary>A browser that is not seen for so long is signed out.</summary>
    public static readonly TimeSpan SessionIdle = TimeSpan.FromDays(7);

    // A change takes milliseconds unless the database is locked, and then whoever comes second need not wait as long again as the first.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    // Hash in hexadecimal to token; id to session.
    private readonly ConcurrentDictionary<string, SignIn> byHash = new();
    private readonly ConcurrentDictionary<string, SignIn> bySession = new();

    // One change at a time, so that the bounds hold and memory follows the database in its order.
    private readonly SemaphoreSlim changing = new(1, 1);

    /// <summary>Takes over what the database has.</summary>
    public async Task LoadAsync()
    {
        Dictionary<long, TokenRecord> known = [];
        foreach (var token in await tokens.ListAsync())
        {
            known.Add(token.Id, token);
            byHash[KeyOf(token.Hash)] = new SignIn(token, null, token.LastUsedAt ?? token.CreatedAt);
        }

        foreach (var session in await sessions.ListAsync())
            bySession[session.Id] = new SignIn(known[session.TokenId], session, session.SeenAt);
    }

    /// <summary>The token that a request shows; null when there is none such, or no more.</summary>
    public SignIn? FindToken(string? text)
    {
        if (!AccessToken.IsPlausible(text)) return null;
        return byHash.TryGetValue(KeyOf(AccessToken.Hash(text!)), out var signIn) && !IsOver(signIn, time.GetUtcNow()) ? Seen(signIn) : null;
    }

    /// <summary>The session that a cookie names; null when there is none such, or no more.</summary>
    public SignIn? FindSession(string? id) =>
        id is not null && bySession.TryGetValue(id, out var signIn) && !IsOver(signIn, time.GetUtcNow()) ? Seen(signIn) : null;

    /// <summary>All tokens that work, in the order of their making.</summary>
    public IReadOnlyList<SignIn> ListTokens()
    {
        var now = time.GetUtcNow();
        return [.. byHash.Values.Where(signIn => !IsOver(signIn, now)).OrderBy(signIn => signIn.Token.Id)];
    }

    /// <summary>All sessions and tokens, also those that are over and not yet removed.</summary>
    public IReadOnlyList<SignIn> ListAll() => [.. byHash.Values, .. bySession.Values];

    /// <summary>Makes <paramref name="text"/> a token; null when there are as many as allowed.</summary>
    public async Task<TokenRecord?> AddTokenAsync(
        TokenKind kind, string text, string name, string role, TimeSpan? lifetime, AccessLimits? limits = null)
    {
        await EnterAsync();
        try
        {
            if (byHash.Count >= MaxTokens) return null;
            var now = time.GetUtcNow();
            var token = await tokens.AddAsync(new TokenRecord(0, kind, name, role, AccessToken.Hash(text), now, now + lifetime, null) { Limits = limits ?? AccessLimits.None });
            byHash[KeyOf(token.Hash)] = new SignIn(token, null, now);
            return token;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Removes a token and ends everything that was begun with it. False when there is none.</summary>
    public async Task<bool> RemoveTokenAsync(long id)
    {
        await EnterAsync();
        try
        {
            if (!await tokens.RemoveAsync(id)) return false;
            foreach (var (key, signIn) in byHash.Where(entry => entry.Value.Token.Id == id)) End(byHash, key, signIn);
            foreach (var (key, signIn) in bySession.Where(entry => entry.Value.Token.Id == id)) End(bySession, key, signIn);
            return true;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>A token stops working; browsers that signed in with it stay signed in.</summary>
    public async Task RetireTokenAsync(SignIn token)
    {
        await EnterAsync();
        try
        {
            await tokens.ExpireAsync(token.Token.Id, time.GetUtcNow());
            End(byHash, KeyOf(token.Token.Hash), token);
            await RemoveUnusedTokenAsync(token.Token);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Signs a browser in.</summary>
    public async Task<SignIn> AddSessionAsync(TokenRecord token)
    {
        await EnterAsync();
        try
        {
            if (bySession.Count >= MaxSessions) await RemoveSessionsAsync([bySession.Values.MinBy(signIn => signIn.SeenAt)!]);
            var now = time.GetUtcNow();
            var session = new SessionRecord(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), token.Id, now, now);
            await sessions.AddAsync(session);
            return bySession[session.Id] = new SignIn(token, session, now);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Signs a browser out.</summary>
    public async Task RemoveSessionAsync(SignIn session)
    {
        await EnterAsync();
        try
        {
            await RemoveSessionsAsync([session]);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Ends and removes what is over.</summary>
    public async Task RemoveExpiredAsync()
    {
        var now = time.GetUtcNow();
        await EnterAsync();
        try
        {
            SignIn[] over = [.. bySession.Values.Where(signIn => IsOver(signIn, now))];
            // In memory first: what is over must not last because the database cannot be written now.
            foreach (var signIn in over) signIn.End();
            if (over.Length > 0) await RemoveSessionsAsync(over);
            foreach (var (key, signIn) in byHash.Where(entry => IsOver(entry.Value, now)))
            {
                End(byHash, key, signIn);
                await RemoveUnusedTokenAsync(signIn.Token);
            }
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>True when it has expired.</summary>
    public static bool IsOver(SignIn signIn, DateTimeOffset now)
    {
        var isExpired = signIn.Token.ExpiresAt <= now;
        if (signIn.Session is null) return isExpired;
        // A start's token has a short life as a token only: it is for signing in, and the browser stays.
        return (isExpired && signIn.Token.Kind != TokenKind.Start) || signIn.SeenAt + SessionIdle <= now;
    }

    public void Dispose() => changing.Dispose();

    private async Task EnterAsync()
    {
        if (!await changing.WaitAsync(LongestWait)) throw new StorageException("Another change is still being written; nothing was changed. Try again in a moment.");
    }

    // The row of a start's token stays while a session hangs on it.
    private async Task RemoveUnusedTokenAsync(TokenRecord token)
    {
        if (!bySession.Values.Any(session => session.Token.Id == token.Id)) await tokens.RemoveAsync(token.Id);
    }

    private async Task RemoveSessionsAsync(IReadOnlyList<SignIn> over)
    {
        await sessions.RemoveAsync([.. over.Select(signIn => signIn.Session!.Id)]);
        foreach (var signIn in over)
        {
            End(bySession, signIn.Session!.Id, signIn);
            if (!byHash.ContainsKey(KeyOf(signIn.Token.Hash))) await RemoveUnusedTokenAsync(signIn.Token);
        }
    }

    private static void End(ConcurrentDictionary<string, SignIn> registry, string key, SignIn signIn)
    {
        registry.TryRemove(key, out _);
        signIn.End();
    }

    private static string KeyOf(byte[] hash) => Convert.ToHexString(hash);

    private SignIn Seen(SignIn signIn)
    {
        signIn.Touch(time.GetUtcNow());
        return signIn;
    }
}
