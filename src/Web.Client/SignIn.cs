using WebCap.Client.Api;
using WebCap.Client.Browser;
using WebCap.Client.Feed;

namespace WebCap.Client;

/// <summary>
/// Who is signed in. A token in the address's fragment is traded for a cookie before anything else; the fragment reaches no server's log and is removed
/// from the address at once. The hub is connected while somebody is signed in.
/// </summary>
internal sealed class SignIn
{
    private readonly ApiClient api;
    private readonly Hub hub;

    public SignIn(ApiClient api, Hub hub)
    {
        this.api = api;
        this.hub = hub;
        api.SignedOut += OnSignedOut;
        hub.Refused += OnSignedOut;
    }

    /// <summary>Somebody signed in or out.</summary>
    public event Action? Changed;

    /// <summary>Who is signed in; null when nobody is.</summary>
    public AccountInfo? Account { get; private set; }

    /// <summary>True once it is known whether somebody is signed in.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Why signing in failed.</summary>
    public string? Fault { get; private set; }

    /// <summary>Uses the token in the address, else the cookie of an earlier visit.</summary>
    public async Task BeginAsync()
    {
        if (PageAddress.TakeToken() is { Length: > 0 } token && await TryAsync(() => api.SignInAsync(token), "The token in the address is not valid (any more).")) return;
        await TryAsync(api.GetAccountAsync, null);
    }

    /// <summary>Signs in with a token from the form.</summary>
    public Task SubmitAsync(string token) => TryAsync(() => api.SignInAsync(token.Trim()), "This token is not valid.");

    /// <summary>Signs out.</summary>
    public async Task SignOutAsync()
    {
        try
        {
            await api.SignOutAsync();
        }
        catch (ApiException refusal)
        {
            Fault = refusal.Problem.Sentence;
        }

        OnSignedOut();
    }

    private async Task<bool> TryAsync(Func<Task<AccountInfo>> ask, string? refusedSentence)
    {
        try
        {
            Account = await ask();
            Fault = null;
            hub.Connect();
            return true;
        }
        catch (ApiException refusal)
        {
            // Nobody being signed in is no fault; a refused token is, and it stays on the screen when the cookie is tried next.
            Fault = refusal.Problem.Status == 401 ? refusedSentence ?? Fault : refusal.Problem.Sentence;
            return false;
        }
        finally
        {
            IsKnown = true;
            Changed?.Invoke();
        }
    }

    private void OnSignedOut()
    {
        if (Account is null) return;
        Account = null;
        _ = hub.DisconnectAsync();
        Changed?.Invoke();
    }
}
