using System.Text.Json.Serialization;

namespace WebCap.Security;

/// <summary>
/// What a token may have where that is less than its role allows. Made with the token and never changed: who should get more gets another
/// token. Administrators have none.
/// </summary>
internal sealed record AccessLimits
{
    /// <summary>The longest limiting filter; it is one condition more in everybody's program, and is shown whole.</summary>
    public const int MaxFilterLength = 1024;

    /// <summary>Interfaces that one token may name.</summary>
    public const int MaxInterfaces = 64;

    /// <summary>No limits: a token that was made before there were any, and every administrator's.</summary>
    public static AccessLimits None { get; } = new();

    /// <summary>The interfaces on which it may open, watch and control devices; null for all.</summary>
    public IReadOnlyList<string>? Interfaces { get; init; }

    /// <summary>A filter that a frame has to pass before the user's own; empty for none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Bytes of a frame that its devices capture, at most; null for all.</summary>
    public uint? SnapLength { get; init; }

    /// <summary>Whether it may take packets away as files. Whoever watches has them in the browser all the same.</summary>
    public bool MayDownload { get; init; } = true;

    /// <summary>What is captured when a limiting filter stands before what was asked for; each may be empty.</summary>
    public static string Join(string guard, string asked) => (guard, asked) switch
    {
        ("", _) => asked,
        (_, "") => guard,
        _ => $"({guard}) and ({asked})",
    };

    /// <summary>True when devices need no watching over.</summary>
    [JsonIgnore]
    public bool AllowsAllFrames => Interfaces is null && Filter.Length == 0 && SnapLength is null;
}
