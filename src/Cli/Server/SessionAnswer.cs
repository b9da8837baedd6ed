namespace WebCap.Cli.Server;

/// <summary>Who the token stands for, as GET /api/session says.</summary>
internal sealed record SessionAnswer(string User, string Role);
