using WebCap.Configuration;
using WebCap.Storage;

namespace WebCap.Security;

/// <summary>
/// The administrator's token of this run. Without one from the options, every start makes a fresh one, and the one of the start before
/// stops working; browsers that it signed in stay signed in.
/// </summary>
internal sealed class StartToken(SignInRegistry registry, WebCapOptions options) : IHostedService
{
    /// <summary>How long a fresh token can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string UserName = "admin";

    /// <summary>The fresh token, for the one line that is printed; null when the owner set one, who knows it.</summary>
    public string? Text { get; private set; }

    // Hosted services start in order, the web server last: nobody is served before the tokens are there.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await registry.LoadAsync();
        await registry.RemoveExpiredAsync();
        var isKnown = false;
        foreach (var earlier in registry.ListTokens())
        {
            var isSame = options.Token is not null && earlier.Token.Hash.AsSpan().SequenceEqual(AccessToken.Hash(options.Token));
            if (isSame && earlier.Token.Kind == TokenKind.Issued)
                throw new StartException("The fixed token is one that WebCap has issued to somebody; set another.");
            isKnown |= isSame;
            if (earlier.Token.Kind == TokenKind.Start) await registry.RetireTokenAsync(earlier);
            // A fixed token that is fixed no more was taken back by the owner, with everything that it began.
            if (earlier.Token.Kind == TokenKind.Fixed && !isSame) await registry.RemoveTokenAsync(earlier.Token.Id);
        }

        await registry.RemoveExpiredAsync();
        if (isKnown) return;
        if (options.Token is null) Text = AccessToken.Create();
        var added = options.Token is null
            ? await registry.AddTokenAsync(TokenKind.Start, Text!, UserName, Roles.Administrator, Lifetime)
            : await registry.AddTokenAsync(TokenKind.Fixed, options.Token, UserName, Roles.Administrator, null);
        // The bound on tokens is kept below the registry's own, so that this one always has room.
        if (added is null) throw new StartException("There are too many tokens in the database to add one.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
