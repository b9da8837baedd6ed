using System.CommandLine;

namespace WebCap.Cli.Server;

/// <summary>The options of every command.</summary>
internal static class ServerOptions
{
    public static Option<string?> Url { get; } = new("--url", "-u")
    {
        Description = "The server, as in https://capture.example:5270. Else WEBCAP_URL, else what webcap connect has kept, else http://127.0.0.1:5270.",
        HelpName = "URL",
        Recursive = true,
    };

    public static Option<string?> TokenFile { get; } = new("--token-file")
    {
        Description = "A file with the token. Else WEBCAP_TOKEN, else WEBCAP_TOKENFILE, else the token that came with the address. There is no option " +
            "for the token itself, because every user of a machine can read command lines.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Prints JSON, a value a line where there are many.",
        Recursive = true,
    };
}
