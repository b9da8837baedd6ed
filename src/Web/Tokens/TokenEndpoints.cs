using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Paging;
using WebCap.Problems;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Tokens;

/// <summary>The tokens of users and programs, for administrators. A token is shown once, when it is issued.</summary>
internal static partial class TokenEndpoints
{
    private const string Request = "tokens";
    private const int MaxNameLength = 64;
    private const int MaxDays = 3650;

    // Fewer than the registry takes, so that a start always has room for its own.
    private const int MaxIssued = SignInRegistry.MaxTokens - 100;

    public static IEndpointRouteBuilder MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/tokens").RequireAuthorization(Policies.Administrator).WithTags("Tokens").Takes("id", "The token's number.");
        tokens.MapGet("", List)
            .Describe("listTokens", "Lists the tokens that work", "The oldest first. The texts of tokens are not kept, and so not shown.")
            .TakesPage().Answers<IEnumerable<TokenView>>();
        tokens.MapPost("", IssueAsync)
            .Describe("issueToken", "Issues a token", $"Its text is in this answer and never again. At most {MaxIssued} tokens, each for 1 to {MaxDays} days.")
            .Answers<IssuedToken>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "Name, role, days or limits are wrong.").Refuses(Errno.ENOBUFS, "There are as many tokens as there may be.").UsesDatabase();
        tokens.MapDelete("/{id:long}", RevokeAsync)
            .Describe("revokeToken", "Revokes a token", "Sessions, live views and endless downloads that it began end at once.")
            .AnswersNothing().Refuses(Errno.ENXIO, "There is no such token.").UsesDatabase();
        return routes;
    }

    private static IResult List([AsParameters] PageQuery page, HttpContext context, SignInRegistry registry)
    {
        // A browser that signed in with a token uses it, too.
        var lastUse = registry.ListAll().GroupBy(signIn => signIn.Token.Id).ToDictionary(uses => uses.Key, uses => uses.Max(use => use.SeenAt));
        var own = context.Features.Get<SignIn>()?.Token.Id;
        return page.Answer(
            context, Request, registry.ListTokens(), signIn => signIn.Token.Id, signIn => TokenView.Of(signIn.Token, lastUse[signIn.Token.Id], signIn.Token.Id == own));
    }

    private static async Task<IResult> IssueAsync(
        IssueTokenRequest body, HttpContext context, SignInRegistry registry, TokenLimits limits, AuditLog audit, ILogger<SignInRegistry> logger)
    {
        var name = body.Name?.Trim() ?? "";
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            return ErrnoProblem.Create(Errno.EINVAL, Request, $"The name must have 1 to {MaxNameLength} characters, none of them a control character.");
        if (body.Role is null || !Roles.All.Contains(body.Role))
            return ErrnoProblem.Create(Errno.EINVAL, Request, $"The role must be one of {string.Join(", ", Roles.All)}.");
        if (body.Days is < 1 or > MaxDays)
            return ErrnoProblem.Create(Errno.EINVAL, Request, $"A token must last 1 to {MaxDays} days.");
        if (!limits.TryRead(body, out var asked, out var fault)) return ErrnoProblem.Create(Errno.EINVAL, Request, fault);
        var text = AccessToken.Create();
        var token = registry.ListTokens().Count >= MaxIssued
            ? null
            : await registry.AddTokenAsync(TokenKind.Issued, text, name, body.Role, TimeSpan.FromDays(body.Days), asked);
        if (token is null) return ErrnoProblem.Create(Errno.ENOBUFS, Request, $"There are {MaxIssued} tokens already; revoke one that is not needed.");
        LogIssued(logger, token.Id, token.Role, context.User.Identity?.Name);
        audit.Record(context, AuditAction.TokenIssue, $"token {token.Id}", TokenLimits.Describe(token));
        return TypedResults.Created($"/api/tokens/{token.Id}", new IssuedToken(token.Id, text));
    }

    private static async Task<IResult> RevokeAsync(
        long id, HttpContext context, SignInRegistry registry, AuditLog audit, ILogger<SignInRegistry> logger)
    {
        var revoked = registry.ListTokens().FirstOrDefault(signIn => signIn.Token.Id == id)?.Token;
        if (!await registry.RemoveTokenAsync(id)) return ErrnoProblem.Create(Errno.ENXIO, Request, "There is no such token.");
        LogRevoked(logger, id, context.User.Identity?.Name);
        audit.Record(context, AuditAction.TokenRevoke, $"token {id}", revoked is null ? "" : $"{revoked.Name} ({revoked.Role})");
        return TypedResults.NoContent();
    }

    // Names are users' text and stay out of the log; numbers do not.
    [LoggerMessage(104, LogLevel.Information, "Token {Id} ({Role}) was issued by {User}.")]
    private static partial void LogIssued(ILogger logger, long id, string role, string? user);

    [LoggerMessage(105, LogLevel.Information, "Token {Id} was revoked by {User}.")]
    private static partial void LogRevoked(ILogger logger, long id, string? user);
}
