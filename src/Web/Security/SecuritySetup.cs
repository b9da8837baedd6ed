using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.HostFiltering;
using WebCap.Configuration;
using WebCap.Storage;
using WebCap.Tokens;

namespace WebCap.Security;

internal static class SecuritySetup
{
    /// <summary>Who may do what: tokens, the session cookie, roles, host names, the limit on signing in.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, WebCapOptions options)
    {
        services.AddSingleton<SignInRegistry>();
        services.AddSingleton<StartToken>();
        services.AddSingleton<TokenLimits>();
        services.AddSingleton<RefusedTokens>();
        services.AddSingleton<Strangers>();
        services.AddHostedService(provider => provider.GetRequiredService<StartToken>());
        services.AddHostedService<SignInCaretaker>();

        services.AddDataProtection().SetApplicationName("WebCap");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((keys, folder, loggers) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder.KeyFolder), loggers));

        services.AddAuthentication(AuthenticationSchemes.Any)
            .AddPolicyScheme(AuthenticationSchemes.Any, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? AuthenticationSchemes.Bearer : AuthenticationSchemes.Cookie)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(AuthenticationSchemes.Bearer, null)
            .AddCookie(AuthenticationSchemes.Cookie);
        services.AddOptions<CookieAuthenticationOptions>(AuthenticationSchemes.Cookie)
            .Configure<Database>((cookie, database) => SessionCookie.Configure(cookie, options, database));

        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Viewer, policy => policy.RequireRole(Roles.Viewer, Roles.Operator, Roles.Administrator))
            .AddPolicy(Policies.Download, policy => policy.RequireClaim(Policies.Download))
            .AddPolicy(Policies.Operator, policy => policy.RequireRole(Roles.Operator, Roles.Administrator))
            .AddPolicy(Policies.Administrator, policy => policy.RequireRole(Roles.Administrator))
            // What names no policy is for signed-in users; a new endpoint is closed until somebody opens it.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(SignInLimit.Policy, SignInLimit.Of);
        });

        services.Configure<HostFilteringOptions>(filter =>
        {
            filter.AllowedHosts = [.. HostNames.Allowed(options)];
            filter.AllowEmptyHosts = false;
            filter.IncludeFailureMessage = false;
        });
        return services;
    }

    /// <summary>What a request passes before it reaches an endpoint. Errors are already handled outside of it.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseMiddleware<HostRefusal>();
        app.UseHostFiltering();
        app.Use(HostRefusal.MarkAccepted);
        app.UseAuthentication();
        app.UseMiddleware<Recognition>();
        app.UseMiddleware<OriginCheck>();
        app.UseMiddleware<LastingRequests>();
        app.UseAuthorization();
        app.UseRateLimiter();
        return app;
    }
}
