namespace WebCap.Cli.Capture;

/// <summary>Packets of a capture into a file, until the capture ends, so many have come, or nobody reads the file any more.</summary>
internal static class Recorder
{
    /// <summary>Runs to the end of the capture, whose books become the end of the file.</summary>
    public static async Task RunAsync(LiveCapture capture, PcapngFile file, long limit = long.MaxValue, ProcessNames? names = null)
    {
        do
        {
            Take(capture, file, limit, names);
            // At once, even without a packet: a program on the other end of a pipe waits for the file's head.
            await file.FlushAsync();
            if (file.Count == limit || !file.HasReader) capture.Close();
        }
        while (await capture.WaitAsync());

        Take(capture, file, limit, names);
        if (capture.Books is { } books) file.Add(books, books.EndTime ?? DateTimeOffset.UtcNow);
        await file.FlushAsync();
    }

    private static void Take(LiveCapture capture, PcapngFile file, long limit, ProcessNames? names)
    {
        while (capture.TryRead(out var packet))
        {
            file.Describe(capture.Interface!);
            // What arrives behind the last packet that was asked for was on its way already.
            if (file.Count < limit) file.Add(packet, names?.Of(PacketLine.Input(file.Count + 1, packet)).Comment);
        }

        if (capture.Interface is { } networkInterface) file.Describe(networkInterface);
    }
}
