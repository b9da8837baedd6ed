using System.CommandLine;
using WebCap.Cli.Server;

namespace WebCap.Cli;

/// <summary>What a command works with: where it finds its server, and where it writes to.</summary>
/// <param name="Environment">The variables.</param>
/// <param name="Output">What was asked for, and nothing else.</param>
/// <param name="Error">What a person should know beside it.</param>
/// <param name="Input">Read by commands that say so.</param>
internal sealed record Session(IReadOnlyDictionary<string, string> Environment, TextWriter Output, TextWriter Error, TextReader Input)
{
    /// <summary>Makes the transport; tests put their own in its place.</summary>
    public Func<Uri, HttpMessageHandler> CreateHandler { get; init; } = ServerClient.CreateHandler;

    /// <summary>A client of the server that the command line or the environment names.</summary>
    public ServerClient Connect(ParseResult arguments)
    {
        var address = ServerAddress.Find(arguments.GetValue(ServerOptions.Url), arguments.GetValue(ServerOptions.TokenFile), Environment);
        if (address.SendsTokenInTheClear)
            Error.WriteLine($"Warning: {address.Url} is not https, so the token can be read on its way. A tunnel is safer: ssh -L 5270:127.0.0.1:5270 HOST.");
        return new ServerClient(address, CreateHandler(address.Url));
    }
}
