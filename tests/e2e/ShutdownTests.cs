namespace WebCap.E2e;

/// <summary>The end of the service, with people still connected.</summary>
public class ShutdownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEndlessDownloadEndsInOrderWhenTheServiceIsStopped()
    {
        await using var server = await WebCapServer.StartNewAsync();
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        using var live = await server.Api.GetAsync($"/api/devices/{minor}/live.pcapng", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await live.Content.ReadAsStreamAsync(Cancellation);
        using (var far = FrameSocket.Open(pair.Far, pair.Namespace)) far.Send(FrameBuilder.Udp(4000, 5270, "the last"u8));
        while ((await server.GetAsync($"/api/devices/{minor}/stats", Cancellation)).GetProperty("delivered").GetInt64() == 0) Cancellation.ThrowIfCancellationRequested();

        // Waiting for the download until patience runs out would break it off in the middle of a chunk; a reader would see a fault, not an end.
        var frames = Task.Run(() => CapturedFrame.ReadAll(body), Cancellation);
        await server.RestartAsync();
        Assert.Single(await frames);
    }
}
