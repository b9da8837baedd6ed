using System.Globalization;

namespace Fanout;

/// <summary>
/// Viewers, in one process. Says <c>ready</c> when all have their first item. The line <c>begin</c> on standard input makes them count from now on, and every line is
/// answered by what they have counted, as <c>key=value</c> words.
/// </summary>
internal sealed class Audience(Uri address, string token, bool isRaw, int[] minors)
{
    /// <param name="count">Viewers, dealt out over the devices.</param>
    /// <param name="stalled">How many of them read nothing after they have asked for the stream.</param>
    public async Task RunAsync(int count, int stalled)
    {
        using var ending = new CancellationTokenSource();
        var viewers = new List<Viewer>();
        var reading = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var viewer = new Viewer(isRaw);
            await viewer.ConnectAsync(address, token, minors[i % minors.Length], ending.Token);
            viewers.Add(viewer);
            if (i >= stalled) reading.Add(Task.Run(() => viewer.ReadAsync(ending.Token)));
        }

        await Task.WhenAll(viewers.Skip(stalled).Select(viewer => viewer.FirstItem));
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line == "begin") viewers.ForEach(viewer => viewer.Begin());
            Report(viewers);
        }

        await ending.CancelAsync();
        await Task.WhenAll(reading);
        foreach (var viewer in viewers) viewer.Dispose();
    }

    private static void Report(List<Viewer> viewers)
    {
        var latencies = new Latencies();
        long records = 0, bytes = 0, dropped = 0;
        var ended = 0;
        foreach (var viewer in viewers)
        {
            var seen = viewer.Describe(latencies);
            records += seen.Records;
            bytes += seen.Bytes;
            dropped += viewer.FeedDropped;
            if (viewer.HasEnded) ended++;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"records={records} bytes={bytes} feed_dropped={dropped} ended={ended} p50_ms={latencies.At(0.5)} p99_ms={latencies.At(0.99)}"));
    }
}
