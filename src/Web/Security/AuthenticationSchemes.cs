namespace WebCap.Security;

/// <summary>The ways in which a request says who makes it.</summary>
internal static class AuthenticationSchemes
{
    /// <summary>Chooses one of the others: a request with an Authorization header is judged by it alone.</summary>
    public const string Any = nameof(Any);

    /// <summary>The token in the Authorization header.</summary>
    public const string Bearer = nameof(Bearer);

    /// <summary>A browser's session cookie.</summary>
    public const string Cookie = nameof(Cookie);
}
