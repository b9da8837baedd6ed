using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Packet.Dissect;
using Packet.Dissect.Processes;
using WebCap.Cli.Capture;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Commands;

/// <summary><c>webcap tail eth0 tcp port 80</c>: a line a packet, as they come. The packets are taken apart here, not on the server.</summary>
internal static class TailCommand
{
    // Quotes and control characters are all that a line of JSON must not have as they are; it is read by programs, not by browsers.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Session session)
    {
        var capturing = new CaptureArguments();
        var command = new Command("tail", "Prints a line a packet, as they come, until Ctrl-C.");
        capturing.AddTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            using var server = session.Connect(arguments);
            await using var names = await capturing.StartNamesAsync(server, arguments, stop);
            await using var capture = await LiveCapture.OpenAsync(server, capturing.Read(arguments, immediate: true), stop);
            var printer = new Printer(session, capture, names, arguments.GetValue(capturing.Count) ?? long.MaxValue, arguments.GetValue(ServerOptions.Json));
            return await printer.RunAsync();
        });
        return command;
    }

    private sealed class Printer(Session session, LiveCapture capture, ProcessNames? names, long limit, bool isJson)
    {
        private readonly Dissection dissection = new(new DissectionLimits());
        private readonly ArrayBufferWriter<byte> json = new();
        private long count;

        public async Task<int> RunAsync()
        {
            await session.Error.WriteLineAsync(TerminalText.Line($"Watching {capture.Device.Interface}; Ctrl-C ends it."));
            try
            {
                do
                {
                    Print();
                    await session.Output.FlushAsync(CancellationToken.None);
                }
                while (await capture.WaitAsync());
            }
            catch (IOException)
            {
                // Whoever read this, a pager or head, has seen enough.
                return ExitCodes.Done;
            }

            if (capture.Fault is { } fault) await session.Error.WriteLineAsync(TerminalText.Line($"The capture is not whole: {fault}."));
            else if (!capture.IsClosing) await session.Error.WriteLineAsync("The server ended the capture: the device was closed, or its interface is gone.");
            if (names?.Shortcoming is { } shortcoming) await session.Error.WriteLineAsync(TerminalText.Line(shortcoming));
            await session.Error.WriteLineAsync($"{BooksText.Format(count, capture.Books)}.");
            return capture.Fault is null ? ExitCodes.Done : ExitCodes.Failed;
        }

        private void Print()
        {
            while (capture.TryRead(out var packet))
            {
                // What arrives behind the last packet that was asked for is on its way already.
                if (count == limit) continue;
                count++;
                var input = PacketLine.Input(count, packet);
                dissection.Observe(input);
                var summary = dissection.Summarise(input);
                var processes = names?.Of(input) ?? default;
                if (isJson) session.Output.WriteLine(Json(packet, summary, processes));
                else session.Output.WriteLine(PacketLine.Text(count, packet, summary, processes));
                if (count == limit) capture.Close();
            }
        }

        private string Json(in Bpf.Wire.Files.CapturePacket packet, in PacketSummary summary, in LikelyProcesses processes)
        {
            json.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(json, JsonOptions)) PacketLine.Json(writer, count, packet, summary, processes);
            return Encoding.UTF8.GetString(json.WrittenSpan);
        }
    }
}
