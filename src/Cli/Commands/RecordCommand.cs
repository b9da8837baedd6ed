using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using WebCap.Cli.Capture;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Commands;

/// <summary><c>webcap record eth0 --write FILE tcp port 80</c>: packets into a pcapng file on this machine, with the device's books at its end.</summary>
internal static class RecordCommand
{
    private const string StandardOutputName = "-";

    public static Command Create(Session session)
    {
        var capturing = new CaptureArguments();
        var write = new Option<string?>("--write", "-w") { Description = "The file; - is standard output. Else webcap-INTERFACE-TIME.pcapng in this folder.", HelpName = "FILE" };
        var force = new Option<bool>("--force", "-f") { Description = "Replaces a file that exists." };
        var seconds = NumberOption.Create("--seconds", "Ends after so long.", "N");
        var command = new Command("record", "Records packets into a pcapng file on this machine, until Ctrl-C.") { write, force, seconds };
        capturing.AddTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            using var server = session.Connect(arguments);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (arguments.GetValue(seconds) is { } limit) ending.CancelAfter(TimeSpan.FromSeconds(limit));
            var question = capturing.Read(arguments, immediate: false);
            await using var names = await capturing.StartNamesAsync(server, arguments, ending.Token);
            // The device first: a name of an interface that is not there should not leave an empty file.
            await using var capture = await LiveCapture.OpenAsync(server, question, ending.Token);
            await using var file = Open(arguments.GetValue(write), arguments.GetValue(force), question.Interface);
            await session.Error.WriteLineAsync(TerminalText.Line($"Recording {capture.Device.Interface} into {file.Name}; Ctrl-C ends it."));
            await Recorder.RunAsync(capture, file, arguments.GetValue(capturing.Count) ?? long.MaxValue, names);
            if (names?.Shortcoming is { } shortcoming) await session.Error.WriteLineAsync(TerminalText.Line(shortcoming));
            return await ReportAsync(session, capture, file, arguments.GetValue(ServerOptions.Json));
        });
        return command;
    }

    private static async Task<int> ReportAsync(Session session, LiveCapture capture, PcapngFile file, bool isJson)
    {
        if (capture.Fault is { } fault) await session.Error.WriteLineAsync(TerminalText.Line($"The capture is not whole: {fault}. {file.Name} has what came before."));
        else if (!capture.IsClosing) await session.Error.WriteLineAsync("The server ended the capture: the device was closed, or its interface is gone.");
        // Standard output may be the file itself.
        var report = file.Name == StandardOutputName ? session.Error : session.Output;
        await report.WriteLineAsync(isJson ? Json(capture, file) : TerminalText.Line($"{file.Name}: {BooksText.Format(file.Count, capture.Books)}."));
        return capture.Fault is null ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Json(LiveCapture capture, PcapngFile file)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file.Name);
            writer.WriteNumber("packets", file.Count);
            writer.WriteNumber("bytes", file.LengthBytes);
            writer.WriteBoolean("isWhole", capture.Fault is null);
            if (capture.Books is { } books)
            {
                writer.WriteNumber("received", books.Received ?? 0);
                writer.WriteNumber("accepted", books.Accepted ?? 0);
                writer.WriteNumber("dropped", books.DroppedByInterface ?? 0);
                writer.WriteNumber("kernelDropped", books.DroppedBySystem ?? 0);
                writer.WriteNumber("unread", BooksText.Unread(books));
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static PcapngFile Open(string? name, bool replaces, string networkInterface) => name switch
    {
        StandardOutputName => PcapngFile.Over(StandardOutputName, StandardOutput.OpenStream()),
        { Length: > 0 } => PcapngFile.Create(name, replaces),
        _ => PcapngFile.Create(DefaultName(networkInterface, DateTimeOffset.UtcNow), replaces),
    };

    // An interface's name may hold anything that the server likes.
    private static string DefaultName(string networkInterface, DateTimeOffset time)
    {
        var safe = string.Concat(networkInterface.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));
        return string.Create(CultureInfo.InvariantCulture, $"webcap-{safe}-{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.pcapng");
    }
}
