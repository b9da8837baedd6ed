using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace WebCap.Security;

/// <summary><c>Authorization: Bearer TOKEN</c>.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SignInRegistry registry, RefusedTokens refused)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    /// <summary>True when the request carries a bearer token, valid or not.</summary>
    public static bool HasToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!HasToken(Request)) return Task.FromResult(AuthenticateResult.NoResult());
        var token = Request.Headers.Authorization[0]![Prefix.Length..].Trim();
        if (registry.FindToken(token) is not { } signIn)
        {
            refused.Note(Context);
            return Task.FromResult(AuthenticateResult.Fail("The token is not valid."));
        }

        Context.Features.Set(signIn);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(signIn.ToPrincipal(Scheme.Name), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = AuthenticationSchemes.Bearer;
        return Task.CompletedTask;
    }
}
