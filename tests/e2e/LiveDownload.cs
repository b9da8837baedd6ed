using Bpf.Wire.Files;

namespace WebCap.E2e;

/// <summary>The endless download of a device, read as a program behind a pipe would.</summary>
internal sealed class LiveDownload : IDisposable
{
    private readonly HttpResponseMessage response;
    private readonly CaptureFileReader reader;

    private LiveDownload(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        reader = new CaptureFileReader(body);
    }

    /// <summary>The interface as the file's header describes it.</summary>
    public CaptureInterface Interface => reader.Interfaces[0];

    public static async Task<LiveDownload> OpenAsync(WebCapServer server, int minor, CancellationToken cancellation, string extension = "pcapng")
    {
        var response = await server.Api.GetAsync($"/api/devices/{minor}/live.{extension}", HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        return new LiveDownload(response, await response.Content.ReadAsStreamAsync(cancellation));
    }

    /// <summary>Reads until <paramref name="count"/> frames have come.</summary>
    public async Task<List<CapturedFrame>> ReadAsync(int count, CancellationToken cancellation)
    {
        List<CapturedFrame> frames = [];
        while (frames.Count < count)
        {
            while (frames.Count < count && reader.TryReadBuffered(out var packet)) frames.Add(CapturedFrame.Of(in packet));
            if (frames.Count < count) Assert.True(await reader.FillAsync(cancellation), "the download ended");
        }

        return frames;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
