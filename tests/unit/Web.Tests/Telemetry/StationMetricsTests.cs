using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Support;

namespace WebCap.Tests.Telemetry;

/// <summary>The stations' counters as metrics.</summary>
public sealed class StationMetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryStationHasItsCounterWithAUnitAndASentence()
    {
        await using var server = await TestServer.StartAsync();
        using var metrics = new MetricReader(server);
        Assert.Equal(
            [
                "webcap.bpf.captured", "webcap.bpf.dropped", "webcap.bpf.received",
                "webcap.device.captured", "webcap.device.delivered", "webcap.device.delivered_bytes", "webcap.device.dropped", "webcap.device.flushed",
                "webcap.device.held", "webcap.device.held_bytes", "webcap.device.received", "webcap.device.rejected",
                "webcap.devices.limit", "webcap.devices.open", "webcap.feed.dropped", "webcap.feed.viewers",
                "webcap.interface.kernel_dropped", "webcap.interface.received", "webcap.interface.received_bytes",
            ],
            metrics.Instruments.Keys.Order(StringComparer.Ordinal));
        Assert.All(metrics.Instruments.Values, instrument => Assert.Contains(instrument.Unit, new[] { "{packet}", "By", "{device}", "{viewer}" }));
        Assert.All(metrics.Instruments.Values, instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnOpenDeviceIsCountedAtItsStationsAndAClosedOneIsGone()
    {
        await using var server = await TestServer.StartAsync(options => options with { Replaying = options.Replaying with { IsLooped = false } });
        using var metrics = new MetricReader(server);
        var client = server.Bearer();
        var sample = (await client.GetFromJsonAsync<JsonElement>("/api/interfaces", Cancellation)).EnumerateArray()
            .First(each => each.GetProperty("kind").GetString() == "replay").GetProperty("name").GetString()!;
        using var opened = await client.PostAsJsonAsync("/api/devices", new { @interface = sample, filter = "udp", immediate = true }, Cancellation);
        var minor = (await opened.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("minor").GetInt32();
        // One whole read: at least one frame has passed every station but the feed.
        Assert.NotEmpty(await client.GetByteArrayAsync($"/api/devices/{minor}/read", Cancellation));

        var values = metrics.Read();
        var tags = $"device={minor},interface={sample}";
        long Device(string name) => values[($"webcap.device.{name}", tags)];
        Assert.True(Device("delivered") > 0 && Device("delivered_bytes") > 0);
        Assert.Equal(0, values[("webcap.feed.viewers", tags)]);
        Assert.Equal(1, values[("webcap.devices.open", "")]);
        Assert.True(values[("webcap.interface.received", $"interface={sample}")] > 0);

        using var closed = await client.DeleteAsync($"/api/devices/{minor}", Cancellation);
        values = metrics.Read();
        Assert.Equal(0, values[("webcap.devices.open", "")]);
        Assert.DoesNotContain(values.Keys, key => key.Tags == tags);
        Assert.True(values[("webcap.bpf.received", "")] >= values[("webcap.bpf.captured", "")]);
    }
}
