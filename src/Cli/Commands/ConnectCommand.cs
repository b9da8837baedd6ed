using System.CommandLine;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Commands;

/// <summary>
/// <c>webcap connect</c> reads an address with its token from standard input, tries it and keeps it. From standard input, because a command
/// line is for every user of a machine to see, and a shell writes it into its history.
/// </summary>
internal static class ConnectCommand
{
    public static Command Create(Session session)
    {
        var command = new Command("connect", "Keeps a server's address and token for later commands and for Wireshark; reads the address that WebCap printed from standard input.");
        command.SetAction(async (_, stop) =>
        {
            await session.Error.WriteLineAsync("Paste the address that WebCap printed when it started (http://…/#token=…):");
            var line = await session.Input.ReadLineAsync(stop)
                ?? throw new CliException("No address came: webcap connect reads one line from standard input.") { IsUsage = true };
            var address = ServerAddress.Parse(line[Math.Max(0, line.IndexOf("http", StringComparison.Ordinal))..], "The line");
            using var server = new ServerClient(address, session.CreateHandler(address.Url));
            var who = await server.GetAsync("/api/session", ServerJson.Default.SessionAnswer, stop);
            var file = AddressFile.Write(address, session.Environment);
            await session.Output.WriteLineAsync($"Signed in to {address.Url} as {TerminalText.Line(who.User)} ({TerminalText.Line(who.Role)}); kept in {file}.");
        });
        return command;
    }
}
