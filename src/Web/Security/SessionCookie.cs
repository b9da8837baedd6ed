using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using WebCap.Configuration;
using WebCap.Storage;

namespace WebCap.Security;

/// <summary>
/// The cookie of a browser that is signed in. It names a session; whether that still holds, and what its user may do, the registry says on
/// every request.
/// </summary>
internal static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions cookie, WebCapOptions options, Database database)
    {
        // __Host- makes the browser insist on Secure, on the path / and on no domain; browsers refuse it over plain HTTP.
        cookie.Cookie.Name = $"{(options.UsesTls ? "__Host-" : "")}WebCap-{database.InstanceId}";
        cookie.Cookie.Path = "/";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.IsEssential = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = options.UsesTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = SignInRegistry.SessionIdle;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = Validate;
        // A page without a session shows its form by itself; nobody is sent anywhere.
        cookie.Events.OnRedirectToLogin = context =>
        {
            // HTTP wants a 401 to name a way in, and a browser that knew the way "Basic" would ask for a password by itself.
            context.Response.Headers.WWWAuthenticate = AuthenticationSchemes.Bearer;
            return Answer(context.Response, StatusCodes.Status401Unauthorized);
        };
        cookie.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var registry = context.HttpContext.RequestServices.GetRequiredService<SignInRegistry>();
        if (registry.FindSession(context.Principal?.FindFirstValue(ClaimTypes.Sid)) is { } signIn)
        {
            context.HttpContext.Features.Set(signIn);
            context.ReplacePrincipal(signIn.ToPrincipal(context.Scheme.Name));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AuthenticationSchemes.Cookie);
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
