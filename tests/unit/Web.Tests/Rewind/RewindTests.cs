using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Capture;
using WebCap.Rewind;
using WebCap.Tests.Capture;
using WebCap.Tests.Devices;
using WebCap.Tests.Support;

namespace WebCap.Tests.Rewind;

/// <summary>Windows and devices that begin with the past, on the real service.</summary>
public sealed class RewindTests
{
    private const int Mi = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task PastAndPresentFitTogetherHoweverTheTrafficRuns(string storage)
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        var api = server.Bearer();
        await MakeAsync(api, new { @interface = source.Name, storage, bytes = 16 * Mi });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var traffic = Task.Run(
            async () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    source.Send(40);
                    await Task.Delay(1, Cancellation);
                }
            },
            Cancellation);

        for (var round = 0; round < 20; round++)
        {
            var device = await DeviceApi.OpenAsync(api, new { @interface = source.Name, rewind = 3600, bufferBytes = 4 * Mi });
            var rewound = (await device.ShowAsync()).GetProperty("rewound");
            var past = rewound.GetProperty("packets").GetInt64();
            Assert.Equal(0, rewound.GetProperty("leftOut").GetInt64());
            Assert.Equal(0, rewound.GetProperty("missing").GetInt64());
            Assert.Equal(0, rewound.GetProperty("dropped").GetInt64());
            // Every frame has its number in it: all of the past and some of the present, each once and in order.
            var (numbers, header) = await WatchAsync(server, device.Minor, past + 100);
            Assert.Equal(past, header.Rewound);
            Assert.Equal(Enumerable.Range(0, numbers.Count).Select(i => numbers[0] + i), numbers);
            using var closed = await device.CloseAsync();
        }

        await ending.CancelAsync();
        await traffic;
    }

    [Fact]
    public async Task ThePastIsJudgedByTheNewDevicesOwnSettings()
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        var api = server.Bearer();
        await MakeAsync(api, new { @interface = source.Name });
        source.Send(1000);
        // The lowest byte of the number.
        var device = await DeviceApi.OpenAsync(api, new { @interface = source.Name, rewind = 60, filter = "ether[7] = 5", snapLength = 20 });
        source.Send(1000);
        var (numbers, _) = await WatchAsync(server, device.Minor, 8, capturedBytes: 20);
        Assert.Equal([5, 261, 517, 773, 1029, 1285, 1541, 1797], numbers);
        Assert.Equal(4, (await device.ShowAsync()).GetProperty("rewound").GetProperty("packets").GetInt64());
    }

    [Fact]
    public async Task WhoMayHaveLessGetsNoMoreOfThePast()
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        var api = server.Bearer();
        await MakeAsync(api, new { @interface = source.Name });
        source.Send(512);
        var limited = server.Bearer(await IssueAsync(api, new { name = "part", role = "operator", days = 1, interfaces = new[] { source.Name }, filter = "ether[7] = 9", snapLength = 30 }));
        var device = await DeviceApi.OpenAsync(limited, new { @interface = source.Name, rewind = 60 });
        var (numbers, _) = await WatchAsync(server, device.Minor, 2, capturedBytes: 30);
        Assert.Equal([9, 265], numbers);

        var elsewhere = server.Bearer(await IssueAsync(api, new { name = "other", role = "operator", days = 1, interfaces = new[] { "lo" } }));
        using var refused = await elsewhere.PostAsJsonAsync("/api/devices", new { @interface = source.Name, rewind = 60 }, Cancellation);
        var problem = await Problem.OfAsync(refused);
        Assert.Equal("EPERM", problem.Errno);
        Assert.Empty(await elsewhere.GetFromJsonAsync<JsonElement[]>("/api/rewind/windows", Cancellation) ?? []);
    }

    [Fact]
    public async Task OnlySoMuchOfThePastIsTakenAndTheRestIsCounted()
    {
        await using var server = await TestServer.StartAsync(options => options with { Rewind = options.Rewind with { PastBytes = Mi } });
        var source = AddSource(server);
        var api = server.Bearer();
        await MakeAsync(api, new { @interface = source.Name });
        for (var i = 0; i < 40; i++) source.Send(1000);
        var device = await DeviceApi.OpenAsync(api, new { @interface = source.Name, rewind = 60 });
        var rewound = (await device.ShowAsync()).GetProperty("rewound");
        Assert.InRange(rewound.GetProperty("bytes").GetInt64(), Mi / 2, Mi);
        Assert.Equal(40_000, rewound.GetProperty("packets").GetInt64() + rewound.GetProperty("leftOut").GetInt64());
        // The newest.
        var (numbers, _) = await WatchAsync(server, device.Minor, rewound.GetProperty("packets").GetInt64());
        Assert.Equal(39_999, numbers[^1]);
    }

    [Fact]
    public async Task WhatTheWindowItselfHadNoRoomForIsTold()
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        var api = server.Bearer();
        await MakeAsync(api, new { @interface = source.Name, bytes = Mi });
        // One run of the tap, which nobody reads before it is over: more than two buffers of an eighth of the window.
        source.Send(10_000);
        var device = await DeviceApi.OpenAsync(api, new { @interface = source.Name, rewind = 60 });
        var rewound = (await device.ShowAsync()).GetProperty("rewound");
        Assert.InRange(rewound.GetProperty("packets").GetInt64(), 1, 9_999);
        Assert.Equal(10_000, rewound.GetProperty("packets").GetInt64() + rewound.GetProperty("dropped").GetInt64());
    }

    [Fact]
    public async Task TheLiveFileBeginsWithThePast()
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        var api = server.Bearer();
        await MakeAsync(api, new { @interface = source.Name });
        source.Send(10);
        var device = await DeviceApi.OpenAsync(api, new { @interface = source.Name, rewind = 60 });
        await using var body = await api.GetStreamAsync($"{device.Path}/live.pcap", Cancellation);
        // The file's header and ten packets of 60 bytes.
        var bytes = new byte[24 + (10 * (16 + ScriptedInterface.FrameBytes))];
        await body.ReadExactlyAsync(bytes, Cancellation);
        for (var i = 0; i < 10; i++) Assert.Equal(i, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(24 + (i * 76) + 16)));
    }

    [Fact]
    public async Task WithoutAWindowTheAnswerSaysWhatToDo()
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        using var refused = await server.Bearer().PostAsJsonAsync("/api/devices", new { @interface = source.Name, rewind = 60 }, Cancellation);
        var problem = await Problem.OfAsync(refused);
        Assert.Equal(("EINVAL", "rewind"), (problem.Errno, problem.Request));
        Assert.Contains("/api/rewind/windows", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "EINVAL")]
    [InlineData("{\"interface\":\"script0\",\"bytes\":5}", "EINVAL")]
    [InlineData("{\"interface\":\"script0\",\"seconds\":-1}", "EINVAL")]
    [InlineData("{\"interface\":\"script0\",\"storage\":\"cloud\"}", "EINVAL")]
    [InlineData("{\"interface\":\"script0\",\"filter\":\"tcp prt 80\"}", "EINVAL")]
    [InlineData("{\"interface\":\"script0\",\"bytes\":536870912}", "ENOBUFS")]
    [InlineData("{\"interface\":\"none\"}", "ENXIO")]
    public async Task AWindowThatCannotBeIsRefusedAndNothingIsLeft(string body, string errno)
    {
        await using var server = await TestServer.StartAsync();
        AddSource(server);
        var api = server.Bearer();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var refused = await api.PostAsync("/api/rewind/windows", content, Cancellation);
        Assert.Equal(errno, (await Problem.OfAsync(refused)).Errno);
        Assert.Empty(await api.GetFromJsonAsync<JsonElement[]>("/api/rewind/windows", Cancellation) ?? []);
        Assert.Empty(await api.GetFromJsonAsync<JsonElement[]>("/api/net/bpf/peers", Cancellation) ?? []);
    }

    [Fact]
    public async Task AnInterfaceKeepsOneWindowAndARemovedOneIsGone()
    {
        await using var server = await TestServer.StartAsync();
        var source = AddSource(server);
        var api = server.Bearer();
        var id = await MakeAsync(api, new { @interface = source.Name, seconds = 30, filter = "ether[7] != 0" });
        using var second = await api.PostAsJsonAsync("/api/rewind/windows", new { @interface = source.Name }, Cancellation);
        Assert.Equal("EBUSY", (await Problem.OfAsync(second)).Errno);
        source.Send(100);
        var window = await UntilAsync(api, id, view => view.GetProperty("packets").GetInt64() == 99);
        Assert.Equal("keeping", window.GetProperty("state").GetString());
        Assert.Equal(1, window.GetProperty("rejected").GetInt64());
        var brief = (await api.GetFromJsonAsync<JsonElement[]>("/api/interfaces", Cancellation))!.Single(each => each.GetProperty("name").GetString() == source.Name).GetProperty("rewind");
        Assert.Equal((id, 99), (brief.GetProperty("id").GetInt64(), brief.GetProperty("packets").GetInt64()));

        using var removed = await api.DeleteAsync($"/api/rewind/windows/{id}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var again = await api.DeleteAsync($"/api/rewind/windows/{id}", Cancellation);
        Assert.Equal("ENXIO", (await Problem.OfAsync(again)).Errno);
        Assert.False(source.IsCapturing);
    }

    [Fact]
    public async Task AWindowBeginsAgainWithTheServiceAndWaitsForItsInterface()
    {
        using var data = new TemporaryFolder();
        long id;
        await using (var server = await TestServer.StartAsync(data: data))
        {
            AddSource(server);
            id = await MakeAsync(server.Bearer(), new { @interface = "script0" });
        }

        await using var restarted = await TestServer.StartAsync(data: data);
        var api = restarted.Bearer();
        var waiting = await api.GetFromJsonAsync<JsonElement>($"/api/rewind/windows/{id}", Cancellation);
        Assert.Equal("waiting", waiting.GetProperty("state").GetString());
        Assert.Contains("no interface with that name", waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var windows = restarted.Services.GetRequiredService<RewindWindows>();
        var source = AddSource(restarted);
        await windows.KeepAsync();
        source.Send(5);
        await UntilAsync(api, id, view => view.GetProperty("packets").GetInt64() == 5);

        // An interface that goes and comes back is another one.
        var gone = windows.Of("script0")!;
        source.Disappear();
        restarted.Services.GetRequiredService<InterfaceCatalog>().Remove(source);
        Assert.Contains("disappeared", await gone.Completion, StringComparison.Ordinal);
        await windows.KeepAsync();
        Assert.Equal("waiting", (await api.GetFromJsonAsync<JsonElement>($"/api/rewind/windows/{id}", Cancellation)).GetProperty("state").GetString());
        var back = AddSource(restarted);
        await windows.KeepAsync();
        back.Send(3);
        await UntilAsync(api, id, view => view.GetProperty("packets").GetInt64() == 3);
    }

    private static ScriptedInterface AddSource(TestServer server)
    {
        var source = new ScriptedInterface();
        server.Services.GetRequiredService<InterfaceCatalog>().Add(source);
        return source;
    }

    private static async Task<long> MakeAsync(HttpClient api, object body)
    {
        using var answer = await api.PostAsJsonAsync("/api/rewind/windows", body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetInt64();
    }

    private static async Task<string> IssueAsync(HttpClient api, object token)
    {
        using var answer = await api.PostAsJsonAsync("/api/tokens", token, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("token").GetString()!;
    }

    private static async Task<JsonElement> UntilAsync(HttpClient api, long id, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var view = await api.GetFromJsonAsync<JsonElement>($"/api/rewind/windows/{id}", Cancellation);
            if (isSo(view)) return view;
            await Task.Delay(10, Cancellation);
        }
    }

    // The numbers in the frames of the first records that a viewer gets, at least so many, and the last header.
    private static async Task<(List<long> Numbers, BatchHeader Header)> WatchAsync(
        TestServer server, int minor, long records, int capturedBytes = ScriptedInterface.FrameBytes)
    {
        Assert.True(server.Services.GetRequiredService<CaptureSessions>().TryFind(minor, out var session, out _));
        var feed = session.Join(0)!;
        List<long> numbers = [];
        BatchHeader header = default;
        try
        {
            await foreach (var item in feed.ReadAllAsync(TimeSpan.FromSeconds(1), Cancellation))
            {
                header = item.Header;
                if (header.Kind != BatchKind.Records) continue;
                Assert.Equal(numbers.Count, header.FirstRecord);
                var reader = new RecordReader(item.Payload.Span);
                while (reader.TryRead(out var record, out var frame))
                {
                    Assert.Equal((uint)capturedBytes, record.CapturedLength);
                    numbers.Add(BinaryPrimitives.ReadInt64BigEndian(frame));
                }

                Assert.False(reader.IsMalformed);
                if (numbers.Count >= records) break;
            }
        }
        finally
        {
            session.Leave(feed);
        }

        return (numbers, header);
    }
}
