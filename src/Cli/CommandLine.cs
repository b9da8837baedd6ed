using System.CommandLine;
using WebCap.Cli.Commands;
using WebCap.Cli.Extcap;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli;

/// <summary>Every command, and how a run of one ends.</summary>
internal sealed class CommandLine(Session session)
{
    // After Ctrl-C a capture closes its device and writes the end of its file: a round trip and a flush. Whoever waits longer has lost the server.
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(30);

    /// <summary>Runs one command to its end; SIGINT and SIGTERM end a capture properly.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        // A filter may begin with any character; an @ is not the name of a file with arguments.
        var arguments = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (arguments.Errors.Count > 0 && arguments.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var error in arguments.Errors) await session.Error.WriteLineAsync(TerminalText.Line(error.Message));
            await session.Error.WriteLineAsync("webcap --help lists the commands, webcap COMMAND --help their options.");
            return ExitCodes.Usage;
        }

        try
        {
            return await arguments.InvokeAsync(new InvocationConfiguration
            {
                Output = session.Output,
                Error = session.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = LongestEnding,
            });
        }
        catch (CliException fault)
        {
            await session.Error.WriteLineAsync(TerminalText.Line(fault.Message));
            return fault.IsUsage ? ExitCodes.Usage : ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Failed;
        }
    }

    private RootCommand Create()
    {
        var root = new RootCommand("Looks at the packets of a WebCap server from a terminal.")
        {
            ServerOptions.Url,
            ServerOptions.TokenFile,
            ServerOptions.Json,
            ListCommands.Interfaces(session),
            ListCommands.Peers(session),
            ListCommands.Statistics(session),
            CompileCommand.Create(session),
            TailCommand.Create(session),
            RecordCommand.Create(session),
            ConnectCommand.Create(session),
            ExtcapCommand.Create(session),
        };
        return root;
    }
}
