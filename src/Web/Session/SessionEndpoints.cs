using Bpf.Engine.Device;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using WebCap.Audit;
using WebCap.Configuration;
using WebCap.Description;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Session;

/// <summary>Signing a browser in and out: it trades a token for a cookie, so that no script in the page ever holds the token.</summary>
internal static partial class SessionEndpoints
{
    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", SignInAsync).AllowAnonymous().RequireRateLimiting(SignInLimit.Policy)
            .Describe("signIn", "Trades a token for a cookie", $"For browsers, whose Origin must be this site. {SignInLimit.AttemptsPerMinute} attempts a minute and address.")
            .Answers<SessionView>().Refuses(StatusCodes.Status401Unauthorized, "The token is not valid, or not any more.").UsesDatabase();
        session.MapGet("", Show).RequireAuthorization(Policies.Viewer)
            .Describe("getSession", "Who is signed in, and to what", "The caller's name, role and limits, and the bounds of the service.")
            .Answers<SessionView>();
        session.MapDelete("", SignOutAsync).RequireAuthorization(Policies.Viewer)
            .Describe("signOut", "Ends the browser's session", "Its live views and endless downloads end with it.")
            .AnswersNothing().Refuses(Errno.EINVAL, "A token that is shown with each request has no session.").UsesDatabase();
        return routes;
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request, HttpContext context, SignInRegistry registry, WebCapOptions options, AuditLog audit, ILogger<SignIn> logger)
    {
        var from = context.Connection.RemoteIpAddress;
        if (registry.FindToken(request.Token) is not { } token)
        {
            LogRefused(logger, from);
            audit.Record(context, AuditAction.SignInRefused, "");
            return HttpProblem.Create(
                StatusCodes.Status401Unauthorized, "session", "This token is not valid, or not any more. WebCap prints a fresh one each time it starts.");
        }

        // A browser that signs in again gets a new session, so that nobody can have prepared it.
        if (context.Features.Get<SignIn>() is { Session: not null } former) await registry.RemoveSessionAsync(former);
        var signIn = await registry.AddSessionAsync(token.Token);
        await context.SignInAsync(
            AuthenticationSchemes.Cookie, signIn.ToPrincipal(AuthenticationSchemes.Cookie), new AuthenticationProperties { IsPersistent = true });
        LogSignedIn(logger, token.Token.Name, token.Token.Role, from);
        audit.Record(token.Token.Name, token.Token.Role, AuditLog.AddressOf(context), AuditAction.SignIn, $"token {token.Token.Id}");
        return TypedResults.Ok(Describe(signIn, options));
    }

    private static SessionView Describe(SignIn signIn, WebCapOptions options) => new(
        signIn.Token.Name,
        signIn.Token.Role,
        new ServerView(
            StartCommand.Version,
            Environment.MachineName,
            options.Limits.DeviceCount,
            options.Limits.MaxBufferBytes,
            options.Limits.MaxInstructions,
            options.Processes.IsOffered),
        LimitsView.Of(signIn.Token.Limits));

    private static Ok<SessionView> Show(HttpContext context, WebCapOptions options) => TypedResults.Ok(Describe(Current(context), options));

    private static async Task<IResult> SignOutAsync(HttpContext context, SignInRegistry registry, AuditLog audit)
    {
        var signIn = Current(context);
        if (signIn.Session is null)
            return ErrnoProblem.Create(Errno.EINVAL, "session", "A token that is shown with each request has no session to end; an administrator can revoke it.");
        await registry.RemoveSessionAsync(signIn);
        await context.SignOutAsync(AuthenticationSchemes.Cookie);
        audit.Record(context, AuditAction.SignOut, $"token {signIn.Token.Id}");
        return TypedResults.NoContent();
    }

    // Every way to be authenticated sets it.
    private static SignIn Current(HttpContext context) => context.Features.GetRequiredFeature<SignIn>();

    [LoggerMessage(102, LogLevel.Information, "{User} ({Role}) signed in from {Address}.")]
    private static partial void LogSignedIn(ILogger logger, string user, string role, System.Net.IPAddress? address);

    [LoggerMessage(103, LogLevel.Warning, "A sign-in from {Address} was refused: its token is not valid.")]
    private static partial void LogRefused(ILogger logger, System.Net.IPAddress? address);
}
