using System.CommandLine;
using System.Globalization;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Commands;

/// <summary>Commands that ask one question and print the answer: JSON as the server says it, or text.</summary>
internal static class ListCommands
{
    public static Command Peers(Session session) =>
        Netstat(session, "peers", "Who has which device open, as netstat -B prints it; for administrators.", "/api/net/bpf/peers");

    public static Command Statistics(Session session) =>
        Netstat(session, "stats", "Packets received, captured and dropped by all devices together, as netstat -s -B prints them.", "/api/net/bpf/stats");

    public static Command Interfaces(Session session)
    {
        var command = new Command("interfaces", "The interfaces of the server that can be captured on.");
        command.SetAction(async (arguments, stop) =>
        {
            using var server = session.Connect(arguments);
            var answer = await server.GetTextAsync("/api/interfaces", "application/json", stop);
            if (arguments.GetValue(ServerOptions.Json))
            {
                await session.Output.WriteLineAsync(answer);
                return;
            }

            var table = new Table("NAME", "KIND", "LINK", "STATE", "RECEIVED", "DROPPED", "DEVICES", "REWIND", "DESCRIPTION");
            foreach (var each in server.Read(answer, ServerJson.Default.InterfaceAnswerArray))
            {
                var state = each.Unavailable is not null ? "closed" : each.IsUp ? "up" : "down";
                table.Add(
                    each.Name, each.Kind, each.LinkTypeName, state, Number(each.Received), Number(each.KernelDropped), Number(each.Devices), Past(each.Rewind), each.Unavailable ?? each.Description ?? "");
            }

            await session.Output.WriteAsync(table.Format());
        });
        return command;
    }

    private static Command Netstat(Session session, string name, string description, string path)
    {
        var command = new Command(name, description);
        command.SetAction(async (arguments, stop) =>
        {
            using var server = session.Connect(arguments);
            if (arguments.GetValue(ServerOptions.Json)) await session.Output.WriteLineAsync(await server.GetTextAsync(path, "application/json", stop));
            else await session.Output.WriteAsync(TerminalText.Lines(await server.GetTextAsync(path, "text/plain", stop)));
        });
        return command;
    }

    private static string Past(WindowAnswer? window) => window is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{window.Seconds:0} s");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
