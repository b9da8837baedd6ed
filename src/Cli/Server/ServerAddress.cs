using System.Net;

namespace WebCap.Cli.Server;

/// <summary>
/// A server and the token to show it. The token never comes from the command line; an address that is kept in a file or in the environment may
/// carry it in its fragment, as WebCap prints it at its start: <c>http://127.0.0.1:5270/#token=…</c>.
/// </summary>
/// <param name="Url">Scheme, host and port.</param>
/// <param name="Token">Null when there is none; the server then says what it wants.</param>
internal sealed record ServerAddress(Uri Url, string? Token)
{
    public const string UrlVariable = "WEBCAP_URL";
    public const string TokenVariable = "WEBCAP_TOKEN";
    public const string TokenFileVariable = "WEBCAP_TOKENFILE";
    public const string Default = "http://127.0.0.1:5270/";

    private const string TokenFragment = "#token=";

    /// <summary>A token is shown, and other machines between here and there can read it.</summary>
    public bool SendsTokenInTheClear => Token is not null && Url.Scheme == Uri.UriSchemeHttp && !Url.IsLoopback;

    /// <summary>The server that a command means. The stronger source wins: the command line, the environment, what was kept, the default.</summary>
    /// <exception cref="CliException">A source has something else than an address or a token in it.</exception>
    public static ServerAddress Find(string? url, string? tokenFile, IReadOnlyDictionary<string, string> environment)
    {
        var address = FindUrl(url, environment);
        var token = tokenFile is not null ? ReadTokenFile(tokenFile)
            : environment.GetValueOrDefault(TokenVariable) is { Length: > 0 } set ? set
            : environment.GetValueOrDefault(TokenFileVariable) is { Length: > 0 } file ? ReadTokenFile(file)
            : address.Token;
        if (token is not null && token.Any(letter => letter is <= ' ' or > '~'))
            throw new CliException("The token has characters in it that no token has. It is what stands behind #token= in the address that WebCap prints when it starts.");
        return address with { Token = token };
    }

    /// <summary>An address as a person or WebCap writes it.</summary>
    /// <param name="text">http or https, host, perhaps a port, perhaps a token in the fragment.</param>
    /// <param name="source">Where it came from, for the complaint.</param>
    public static ServerAddress Parse(string text, string source)
    {
        text = text.Trim();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.UserInfo.Length > 0)
            throw new CliException($"{source} has no address of a server: it must be like http://127.0.0.1:5270 or https://capture.example.") { IsUsage = true };
        var token = uri.Fragment.StartsWith(TokenFragment, StringComparison.Ordinal) ? WebUtility.UrlDecode(uri.Fragment[TokenFragment.Length..]) : null;
        return new ServerAddress(new Uri(uri.GetLeftPart(UriPartial.Authority)), token is { Length: > 0 } ? token : null);
    }

    private static ServerAddress FindUrl(string? url, IReadOnlyDictionary<string, string> environment)
    {
        if (url is not null)
        {
            var given = Parse(url, "--url");
            if (given.Token is not null)
            {
                throw new CliException(
                    $"The address has a token in it, which every user of this machine can read on a command line. Put the whole address into {UrlVariable}, " +
                    "or keep it with webcap connect.") { IsUsage = true };
            }

            // The token that was kept goes to the server that it was kept for, and to no other.
            return AddressFile.TryRead(environment) is { } kept && kept.Url == given.Url ? kept : given;
        }

        if (environment.GetValueOrDefault(UrlVariable) is { Length: > 0 } set) return Parse(set, UrlVariable);
        return AddressFile.TryRead(environment) ?? Parse(Default, "The default");
    }

    private static string ReadTokenFile(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The token file cannot be read: {fault.Message}", fault);
        }
    }
}
