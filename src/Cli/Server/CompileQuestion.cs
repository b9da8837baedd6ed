namespace WebCap.Cli.Server;

/// <summary>What POST /api/filters/compile takes.</summary>
internal sealed record CompileQuestion(string Expression, string? Interface = null, int? LinkType = null, long? SnapLength = null);
