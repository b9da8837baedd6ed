namespace WebCap.E2e;

/// <summary>A slow viewer loses its own oldest packets, never another's, and holds up nobody.</summary>
public class StalledViewerTests
{
    // Below what may wait for a viewer (the smallest value of that option), so that one who reads loses nothing.
    private const int FramesPerRound = 30;
    private const int PayloadBytes = 1400;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AViewerThatDoesNotReadLosesPacketsAndAnotherOfTheSameDeviceLosesNone()
    {
        await using var server = await WebCapServer.StartNewAsync("--feed-bytes", "64K", "--backlog-bytes", "0");
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        using var stalled = await StalledViewer.WatchAsync(server, minor, Cancellation);
        using var reader = await LiveDownload.OpenAsync(server, minor, Cancellation);
        while ((await server.GetAsync($"/api/devices/{minor}", Cancellation)).GetProperty("viewers").GetInt32() < 2) Cancellation.ThrowIfCancellationRequested();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);

        // First what the kernel buffers for the stalled one fills up, then its feed; from the first loss on, some rounds more.
        var roundsAfterLoss = 0;
        for (var round = 0; roundsAfterLoss < 5; round++)
        {
            var frame = FrameBuilder.Udp((ushort)round, 9, new byte[PayloadBytes]);
            for (var i = 0; i < FramesPerRound; i++) far.Send(frame);
            var expected = Convert.ToHexString(frame);
            Assert.All(await reader.ReadAsync(FramesPerRound, Cancellation), read => Assert.Equal(expected, read.Hex));
            if ((await server.GetAsync($"/api/devices/{minor}", Cancellation)).GetProperty("feedDropped").GetInt64() > 0) roundsAfterLoss++;
        }

        var device = await server.GetAsync($"/api/devices/{minor}", Cancellation);
        Assert.Equal(0, device.GetProperty("statistics").GetProperty("dropped").GetInt64());

        // One send that nobody takes for ten seconds ends the connection; the other stays.
        while ((await server.GetAsync($"/api/devices/{minor}", Cancellation)).GetProperty("viewers").GetInt32() > 1) Cancellation.ThrowIfCancellationRequested();
        far.Send(FrameBuilder.Udp(1, 9, new byte[PayloadBytes]));
        Assert.Single(await reader.ReadAsync(1, Cancellation));
    }
}
