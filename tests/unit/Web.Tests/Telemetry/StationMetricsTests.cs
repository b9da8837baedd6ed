using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Recordings;
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
                "webcap.recording.bytes", "webcap.recording.dropped", "webcap.recording.failures", "webcap.recording.files", "webcap.recording.free_bytes",
                "webcap.recording.packets", "webcap.recording.running", "webcap.recording.syncs",
                "webcap.trigger.failed", "webcap.trigger.fired", "webcap.trigger.matches", "webcap.trigger.suppressed", "webcap.trigger.unseen",
                "webcap.window.dropped", "webcap.window.forgotten", "webcap.window.held", "webcap.window.held_bytes", "webcap.window.lost",
                "webcap.window.received", "webcap.window.rejected",
            ],
            metrics.Instruments.Keys.Order(StringComparer.Ordinal));
        Assert.All(metrics.Instruments.Values, instrument => Assert.Contains(instrument.Unit, new[] { "{packet}", "By", "{device}", "{viewer}", "{file}", "{sync}", "{recording}", "{firing}" }));
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

    [Fact]
    public async Task RecordingsAreCountedTogetherAlsoWhenTheyHaveEndedAndAreDeleted()
    {
        await using var rig = await RecordingRig.StartAsync();
        using var metrics = new MetricReader(rig.Server);
        long Value(string name) => metrics.Read()[($"webcap.recording.{name}", "")];
        Assert.Equal((0, 0, 0, 0), (Value("packets"), Value("files"), Value("running"), Value("syncs")));

        var id = await rig.RecordAsync(new() { ["filePackets"] = 4, ["sync"] = "write" });
        rig.Source.Send(10);
        await rig.WaitForPacketsAsync(id, 10);
        Assert.Equal(1, Value("running"));
        var books = await rig.StopAsync(id);
        Assert.Equal((10, 3, 0), (Value("packets"), Value("files"), Value("running")));
        Assert.Equal(books.GetProperty("bytes").GetInt64(), Value("bytes"));
        // Each of three files at least once with its packets, and once with its books.
        var syncs = Value("syncs");
        Assert.True(syncs >= 6, $"{syncs}");

        // So many at once that the device's buffers cannot hold them.
        var second = await rig.RecordAsync();
        rig.Source.Send(100_000);
        var dropped = (await rig.StopAsync(second)).GetProperty("dropped").GetInt64();
        Assert.True(dropped > 0);
        Assert.Equal((dropped, 4, syncs), (Value("dropped"), Value("files"), Value("syncs")));
        Assert.Equal(10 + 100_000 - dropped, Value("packets"));

        foreach (var each in new[] { id, second }) using (await rig.Api.DeleteAsync($"/api/recordings/{each}", Cancellation)) { }
        Assert.Equal(10 + 100_000 - dropped, Value("packets"));
        Assert.True(Value("free_bytes") > 0);
        Assert.Equal(0, Value("failures"));
    }

    [Fact]
    public async Task AWindowIsCountedAndOneThatIsRemovedIsGone()
    {
        await using var rig = await RecordingRig.StartAsync();
        using var metrics = new MetricReader(rig.Server);
        using var made = await rig.Api.PostAsJsonAsync("/api/rewind/windows", new { @interface = rig.Source.Name, bytes = 1024 * 1024, filter = "ether[7] & 1 = 1" }, Cancellation);
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt64();
        var tags = $"window={id},interface={rig.Source.Name}";
        long Value(string name) => metrics.Read()[($"webcap.window.{name}", tags)];
        for (var sent = 0; Value("forgotten") == 0; sent += 1000)
        {
            rig.Source.Send(1000);
            while (Value("held") + Value("forgotten") + Value("dropped") + Value("lost") < (sent + 1000) / 2) await Task.Delay(10, Cancellation);
        }

        var received = Value("received");
        Assert.Equal(received / 2, Value("rejected"));
        Assert.Equal(received - Value("rejected"), Value("held") + Value("forgotten") + Value("dropped") + Value("lost"));
        Assert.InRange(Value("held_bytes"), 1, 1024 * 1024);

        using var waiting = await rig.Api.PostAsJsonAsync($"/api/rewind/windows/{id}/triggers", new { name = "all", perSecond = 1_000_000 }, Cancellation);
        var trigger = (await waiting.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt64();
        rig.Source.Send(10);
        while (metrics.Read()[("webcap.trigger.matches", $"trigger={trigger},{tags}")] < 5) await Task.Delay(10, Cancellation);
        Assert.Equal(0, metrics.Read()[("webcap.trigger.fired", $"trigger={trigger},{tags}")]);

        using var removed = await rig.Api.DeleteAsync($"/api/rewind/windows/{id}", Cancellation);
        Assert.DoesNotContain(metrics.Read().Keys, key => key.Tags == $"trigger={trigger},{tags}");
        Assert.DoesNotContain(metrics.Read().Keys, key => key.Tags == tags);
    }
}
