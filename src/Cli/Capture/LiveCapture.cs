using Bpf.Wire.Files;
using WebCap.Cli.Server;

namespace WebCap.Cli.Capture;

/// <summary>
/// A device on the server that this program has opened, and its packets as they come.
/// <code>
///   await using var capture = await LiveCapture.OpenAsync(server, question, stop);
///   do
///   {
///       while (capture.TryRead(out var packet)) Use(packet);   // what has come; a view, until the next call
///   }
///   while (await capture.WaitAsync());                         // more, or the end
///   Show(capture.Books);
/// </code>
/// The end comes from the server: when <c>stop</c> is cancelled or <see cref="Close"/> called, the device is closed there, what was under way
/// still arrives, and behind it the device's books. One thread.
/// </summary>
internal sealed class LiveCapture : IAsyncDisposable
{
    // From closing the device to the end of the stream: a round trip and what is in a feed. Beyond it the network is not going to bring it.
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(20);

    private readonly ServerClient server;
    private readonly HttpResponseMessage answer;
    private readonly CaptureFileReader reader;
    private readonly CancellationTokenSource giveUp = new();
    private readonly CancellationTokenRegistration stopping;
    private Task? closing;

    private LiveCapture(ServerClient server, DeviceAnswer device, HttpResponseMessage answer, Stream body, CancellationToken stop)
    {
        this.server = server;
        this.answer = answer;
        Device = device;
        reader = new CaptureFileReader(body);
        stopping = stop.Register(Close);
    }

    /// <summary>The device as the server opened it.</summary>
    public DeviceAnswer Device { get; }

    /// <summary>The interface as the stream describes it; null before the first packet or the end.</summary>
    public CaptureInterface? Interface => reader.Interfaces is [var first, ..] ? first : null;

    /// <summary>What the device counted; null until the stream has ended properly.</summary>
    public CaptureStatistics? Books => Interface is null ? null : reader.StatisticsOf(0);

    /// <summary>Why the stream ended before its proper end; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>True when this side has asked for the end.</summary>
    public bool IsClosing => Volatile.Read(ref closing) is not null;

    /// <summary>Opens a device and its stream. Whatever fails, no device stays behind.</summary>
    public static async Task<LiveCapture> OpenAsync(ServerClient server, OpenQuestion question, CancellationToken stop)
    {
        var device = server.Read(await server.PostAsync("/api/devices", question, ServerJson.Default.OpenQuestion, stop), ServerJson.Default.DeviceAnswer);
        try
        {
            var (answer, body) = await server.StreamAsync($"/api/devices/{device.Minor}/live.pcapng", stop);
            return new LiveCapture(server, device, answer, body, stop);
        }
        catch
        {
            await CloseAsync(server, device);
            throw;
        }
    }

    /// <summary>The next packet that has come; false when <see cref="WaitAsync"/> must bring more.</summary>
    public bool TryRead(out CapturePacket packet) => reader.TryReadBuffered(out packet);

    /// <summary>Waits for more; false at the end, which <see cref="Fault"/> explains when it is not the proper one.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        try
        {
            if (await reader.FillAsync(giveUp.Token)) return true;
            // A stream of the server's ends with its books. One that is cut between two blocks looks whole and is not.
            Fault = reader.Fault?.Reason ?? (Books is null ? "the connection ended" : null);
        }
        catch (OperationCanceledException)
        {
            Fault = "the server did not end the capture in time";
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            Fault = $"the connection broke: {fault.Message}";
        }

        return false;
    }

    /// <summary>Asks for the end; the stream then comes to it. Any thread, and as often as wanted.</summary>
    public void Close()
    {
        var mine = new TaskCompletionSource();
        if (Interlocked.CompareExchange(ref closing, mine.Task, null) is not null) return;
        giveUp.CancelAfter(LongestEnding);
        _ = Task.Run(async () =>
        {
            await CloseAsync(server, Device);
            mine.SetResult();
        });
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.DisposeAsync();
        Close();
        await closing!;
        reader.Dispose();
        answer.Dispose();
        giveUp.Dispose();
    }

    // The device's lease ends what this cannot.
    private static async Task CloseAsync(ServerClient server, DeviceAnswer device)
    {
        try
        {
            using var deadline = new CancellationTokenSource(LongestEnding);
            await server.DeleteAsync($"/api/devices/{device.Minor}", deadline.Token);
        }
        catch (Exception fault) when (fault is CliException or OperationCanceledException)
        {
            // It is closed already, or the server is gone with all its devices.
        }
    }
}
