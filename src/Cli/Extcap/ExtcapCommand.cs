using System.CommandLine;
using WebCap.Cli.Capture;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Extcap;

/// <summary>
/// The program that a desktop Wireshark starts from its extcap folder (through the script webcap-extcap), once for each question: which
/// interfaces, which link types, what can be chosen, is this filter right, and at last: capture into this pipe.
/// </summary>
internal static class ExtcapCommand
{
    public const string PromiscuousName = "--promiscuous";
    public const string SnapLengthName = "--snap-length";
    public const string IncludeOwnName = "--include-own";

    public static Command Create(Session session)
    {
        var interfaces = new Option<bool>("--extcap-interfaces");
        var networkInterface = new Option<string?>("--extcap-interface");
        var linkTypes = new Option<bool>("--extcap-dlts");
        var configuration = new Option<bool>("--extcap-config");
        var filter = new Option<string?>("--extcap-capture-filter") { Arity = ArgumentArity.ZeroOrOne };
        var capture = new Option<bool>("--capture");
        var fifo = new Option<string?>("--fifo");
        var promiscuous = new Option<bool>(PromiscuousName);
        var snapLength = NumberOption.Create(SnapLengthName, "", "BYTES");
        var includeOwn = new Option<bool>(IncludeOwnName);
        var command = new Command("extcap", "What Wireshark starts; see docs/command-line.md.")
        {
            interfaces, networkInterface, linkTypes, configuration, filter, capture, fifo, promiscuous, snapLength, includeOwn,
        };
        command.Hidden = true;
        // Later versions of Wireshark give options that nobody knows yet.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (arguments, stop) =>
        {
            if (arguments.GetValue(interfaces)) return await ListAsync(session, arguments, stop);
            var name = arguments.GetValue(networkInterface) is { } value ? ExtcapSentence.NameOf(value) : null;
            if (name is null) throw new CliException("Which interface? --extcap-interface takes one that --extcap-interfaces lists.") { IsUsage = true };
            if (arguments.GetValue(configuration)) return await PrintAsync(session, ExtcapSentence.Configuration());
            if (arguments.GetValue(linkTypes)) return await ShowLinkTypeAsync(session, arguments, name, stop);
            if (!arguments.GetValue(capture)) return await CheckAsync(session, arguments, name, arguments.GetValue(filter) ?? "", stop);
            var pipe = arguments.GetValue(fifo) ?? throw new CliException("Where to? --capture needs --fifo FILE.") { IsUsage = true };
            var question = CaptureArguments.Question(
                name, arguments.GetValue(filter)?.Trim() ?? "", arguments.GetValue(snapLength), arguments.GetValue(promiscuous), arguments.GetValue(includeOwn), immediate: true);
            return await CaptureAsync(session, arguments, question, pipe, stop);
        });
        return command;
    }

    // Wireshark asks at its start, and whoever starts it may want something else: without a server there are no interfaces, and no error.
    private static async Task<int> ListAsync(Session session, ParseResult arguments, CancellationToken stop)
    {
        await session.Output.WriteLineAsync(ExtcapSentence.Program());
        try
        {
            using var server = session.Connect(arguments);
            foreach (var each in await server.GetAsync("/api/interfaces", ServerJson.Default.InterfaceAnswerArray, stop))
            {
                if (each.Unavailable is null && ExtcapSentence.CanBeListed(each.Name)) await session.Output.WriteLineAsync(ExtcapSentence.Interface(each, server.Url));
            }
        }
        catch (CliException fault)
        {
            await session.Error.WriteLineAsync(TerminalText.Line(fault.Message));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ShowLinkTypeAsync(Session session, ParseResult arguments, string name, CancellationToken stop)
    {
        using var server = session.Connect(arguments);
        var all = await server.GetAsync("/api/interfaces", ServerJson.Default.InterfaceAnswerArray, stop);
        var one = all.FirstOrDefault(each => each.Name == name) ?? throw new CliException($"{server.Url} has no interface {name}.");
        return await PrintAsync(session, [ExtcapSentence.LinkType(one)]);
    }

    // No output means that the filter is right; the first line says what is wrong with it.
    private static async Task<int> CheckAsync(Session session, ParseResult arguments, string name, string filter, CancellationToken stop)
    {
        try
        {
            using var server = session.Connect(arguments);
            await server.PostAsync("/api/filters/compile", new CompileQuestion(filter, name), ServerJson.Default.CompileQuestion, stop);
        }
        catch (CliException fault)
        {
            await session.Output.WriteLineAsync(TerminalText.Line(fault.Message));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> CaptureAsync(Session session, ParseResult arguments, OpenQuestion question, string pipe, CancellationToken stop)
    {
        // The pipe first: whoever reads it would wait for ever for a writer that was refused by the server and never came.
        await using var file = PcapngFile.Over(pipe, await OpenPipeAsync(pipe, stop));
        using var server = session.Connect(arguments);
        await using var capture = await OpenAsync(server, question, stop);
        if (capture is null)
        {
            // Wireshark ends a capture by a signal, also one that has not begun: an empty file is a whole one.
            await file.FlushAsync();
            return ExitCodes.Done;
        }

        await Recorder.RunAsync(capture, file);
        if (capture.Fault is not { } fault || !file.HasReader) return ExitCodes.Done;
        await session.Error.WriteLineAsync(TerminalText.Line($"The capture is not whole: {fault}."));
        return ExitCodes.Failed;
    }

    // Null when it was told to stop before there was one.
    private static async Task<LiveCapture?> OpenAsync(ServerClient server, OpenQuestion question, CancellationToken stop)
    {
        try
        {
            return await LiveCapture.OpenAsync(server, question, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    // Opening a pipe waits for its reader.
    private static async Task<FileStream> OpenPipeAsync(string pipe, CancellationToken stop)
    {
        try
        {
            return await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), CancellationToken.None).WaitAsync(stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{pipe} cannot be written: {fault.Message}", fault);
        }
    }

    private static async Task<int> PrintAsync(Session session, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences) await session.Output.WriteLineAsync(sentence);
        return ExitCodes.Done;
    }
}
