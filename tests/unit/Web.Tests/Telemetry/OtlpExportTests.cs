using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Telemetry;
using WebCap.Tests.Support;

namespace WebCap.Tests.Telemetry;

/// <summary>What a collector is sent, and that nothing is sent where none is named.</summary>
public sealed class OtlpExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MetricsAndTracesReachACollector()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var server = await TestServer.StartAsync(options => options with { OtlpEndpoint = collector.Address });
        using var answer = await server.Bearer().GetAsync("/api/devices/3?secret=1", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);

        Assert.True(server.Services.GetRequiredService<OtlpExport>().Flush());
        Assert.All(collector.Received, one => Assert.Equal("application/x-protobuf", one.ContentType));
        var metrics = collector.Text("/v1/metrics");
        Assert.Contains("webcap.interface.received", metrics, StringComparison.Ordinal);
        Assert.Contains("webcap.devices.limit", metrics, StringComparison.Ordinal);
        Assert.Contains("{packet}", metrics, StringComparison.Ordinal);
        var traces = collector.Text("/v1/traces");
        Assert.Contains("GET /api/devices/{minor:int}", traces, StringComparison.Ordinal);
        Assert.Contains("http.response.status_code", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", traces, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Token, traces + metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAnEndpointNothingIsMade()
    {
        await using var server = await TestServer.StartAsync();
        // Nothing to flush is flushed at once, and successfully.
        Assert.True(server.Services.GetRequiredService<OtlpExport>().Flush());
    }

    [Fact]
    public async Task ACollectorThatIsNotThereHindersNobody()
    {
        // A port that was free a moment ago.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        await using var server = await TestServer.StartAsync(options => options with { OtlpEndpoint = endpoint });
        using var answer = await server.Bearer().GetAsync("/api/devices", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:4318")]
    [InlineData("http://name:password@127.0.0.1:4318")]
    public void AnEndpointThatIsNoAddressOrHoldsASecretIsRefused(string endpoint)
    {
        var run = OptionRun.Of(["--otlp-endpoint", endpoint]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--otlp-endpoint must be an address such as", run.Error, StringComparison.Ordinal);
    }
}
