namespace WebCap.Security;

/// <summary>What a token allows. Each role includes the ones before it.</summary>
internal static class Roles
{
    /// <summary>Watches: interfaces, devices that others opened, statistics.</summary>
    public const string Viewer = "viewer";

    /// <summary>Opens devices of its own.</summary>
    public const string Operator = "operator";

    /// <summary>Sees every peer and manages tokens.</summary>
    public const string Administrator = "administrator";

    /// <summary>All roles, weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Administrator];
}
