using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bpf.Wire.Files;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Recordings;
using WebCap.Rewind;
using WebCap.Tests.Recordings;
using WebCap.Tests.Support;

namespace WebCap.Tests.Rewind.Triggers;

/// <summary>Triggers on the real service: what is saved, who is told, and what is refused.</summary>
public sealed class TriggerTests
{
    private const int Mi = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("memory", "pcapng")]
    [InlineData("disk", "pcap")]
    public async Task WhatCameBeforeAndAfterIsSavedEachPacketOnce(string storage, string format)
    {
        await using var rig = await RecordingRig.StartAsync();
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name, storage, bytes = 16 * Mi });
        var trigger = await MakeAsync(rig, window, new { name = "five", filter = Number(5000), beforeSeconds = 3600, afterSeconds = 1, format });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var traffic = Task.Run(
            async () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    rig.Source.Send(20);
                    await Task.Delay(1, Cancellation);
                }
            },
            Cancellation);

        var fired = await UntilAsync(rig, window, trigger, view => view.GetProperty("lastRecording").ValueKind == JsonValueKind.Number);
        var id = fired.GetProperty("lastRecording").GetInt64();
        Assert.Equal(RecordingState.Recording, (await rig.FindAsync(id)).State);
        var saved = await rig.WaitAsync(id, recording => recording.State != RecordingState.Recording);
        await ending.CancelAsync();
        await traffic;

        Assert.Equal((RecordingState.Stopped, 0L), (saved.State, saved.Books.Dropped));
        var bytes = await File.ReadAllBytesAsync(rig.PathOf(id, extension: format), Cancellation);
        var file = ReadFile.Of(bytes);
        var numbers = file.Numbers.ToList();
        // From the first packet of the window to one second behind the one that fired, as they came.
        Assert.Equal(Enumerable.Range(0, numbers.Count).Select(number => (long)number), numbers);
        Assert.InRange(numbers.Count, 5100, int.MaxValue);
        Assert.Equal(saved.Books.Packets, numbers.Count);
        Assert.Equal(saved.Books.Received, saved.Books.Packets);
        if (format == "pcapng")
        {
            Assert.Equal([5000], MarkedNumbers(bytes, "The trigger five fired here"));
            Assert.Equal((ulong)numbers.Count, file.Statistics!.Delivered);
        }

        var view = await ShowAsync(rig, window, trigger);
        Assert.Equal((1, 1, 0, 0), (Count(view, "matches"), Count(view, "fired"), Count(view, "suppressed"), Count(view, "unseen")));
    }

    [Fact]
    public async Task OnlyTheStretchAroundThePacketIsSaved()
    {
        var time = new StandingTime();
        await using var rig = await RecordingRig.StartAsync(time: time);
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "mark", filter = Number(20), beforeSeconds = 5, afterSeconds = 5 });
        rig.Source.Send(10);
        await UntilHasAsync(rig, window, 10);
        time.Advance(TimeSpan.FromSeconds(6));
        rig.Source.Send(10);
        await UntilHasAsync(rig, window, 20);
        time.Advance(TimeSpan.FromSeconds(2));
        rig.Source.Send(10);
        var fired = await UntilAsync(rig, window, trigger, view => view.GetProperty("lastRecording").ValueKind == JsonValueKind.Number);
        var id = fired.GetProperty("lastRecording").GetInt64();
        await rig.WaitForPacketsAsync(id, 20);
        time.Advance(TimeSpan.FromSeconds(4));
        rig.Source.Send(10);
        await rig.WaitForPacketsAsync(id, 30);
        Assert.Equal(RecordingState.Recording, (await rig.FindAsync(id)).State);
        time.Advance(TimeSpan.FromSeconds(2));
        await rig.WaitAsync(id, recording => recording.State == RecordingState.Stopped);
        rig.Source.Send(10);

        Assert.Equal(Enumerable.Range(10, 30).Select(number => (long)number), RecordingRig.Read(rig.PathOf(id)).Numbers);
    }

    [Fact]
    public async Task ARateFiresAndWhatComesTooSoonIsCounted()
    {
        await using var rig = await RecordingRig.StartAsync();
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "rate", perSecond = 100, afterSeconds = 0 });
        rig.Source.Send(100);
        await UntilAsync(rig, window, trigger, view => Count(view, "matches") == 100);
        Assert.Equal(0, Count(await ShowAsync(rig, window, trigger), "fired"));
        rig.Source.Send(150);
        var view = await UntilAsync(rig, window, trigger, view => Count(view, "matches") == 250);
        Assert.Equal(1, Count(view, "fired"));
        // All but the hundred and the one, had they come within the same second; on a slow machine fewer.
        Assert.InRange(Count(view, "suppressed"), 1, 149);
    }

    [Fact]
    public async Task TheWebhookIsToldAndWhatItSaysIsShown()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var rig = await StartAsync("127.0.0.1");
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "tell", filter = Number(7), afterSeconds = 0, webhook = new Uri(receiver.Address, "/hook?key=secret") });
        rig.Source.Send(10);
        var view = await UntilAsync(rig, window, trigger, view => view.GetProperty("webhookResult").GetString() == "saved: Answered 204.");

        Assert.Equal(["fired", "saved"], receiver.Calls.Select(call => call.GetProperty("event").GetString()));
        var (fired, saved) = (receiver.Calls.First(), receiver.Calls.Last());
        Assert.Equal(("tell", rig.Source.Name, ""), (fired.GetProperty("name").GetString(), fired.GetProperty("interface").GetString(), fired.GetProperty("problem").GetString()));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), fired.GetProperty("at").GetDateTimeOffset());
        var recording = saved.GetProperty("recording");
        Assert.Equal((10, "stopped"), (Count(recording, "packets"), recording.GetProperty("state").GetString()));
        Assert.Equal(recording.GetProperty("path").GetString(), $"/api/recordings/{Count(view, "lastRecording")}");
        // What may be a secret is not shown.
        Assert.Equal(receiver.Address.GetLeftPart(UriPartial.Authority), view.GetProperty("webhook").GetString());
        Assert.DoesNotContain("secret", await rig.Api.GetStringAsync("/api/audit", Cancellation), StringComparison.Ordinal);
        Assert.All(receiver.Signatures, signed => Assert.Equal(("", "", ""), (signed.Id, signed.Time, signed.Signature)));
    }

    // Standard Webhooks 1.0.0: HMAC-SHA256 of ID.TIME.BODY.
    [Fact]
    public async Task ASignedCallProvesWhereItComesFrom()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = before => (before == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, null);
        await using var rig = await RecordingRig.StartAsync(
            changeOthers: options => options with { Rewind = options.Rewind with { WebhookHosts = ["127.0.0.1"], WebhookSecret = secret } });
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "tell", filter = Number(7), afterSeconds = 0, webhook = receiver.Address });
        var began = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        rig.Source.Send(10);
        await UntilAsync(rig, window, trigger, view => view.GetProperty("webhookResult").GetString() == "saved: Answered 200.");

        Assert.Equal(3, receiver.Signatures.Count);
        Assert.All(receiver.Signatures, signed =>
        {
            Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{signed.Id}.{signed.Time}.{signed.Body}"))), signed.Signature);
            Assert.InRange(long.Parse(signed.Time, CultureInfo.InvariantCulture), began, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        });
        // Made again it is the same message, and another event is another one.
        Assert.Equal([true, false], receiver.Signatures.Skip(1).Select(signed => signed.Id == receiver.Signatures.First().Id));
    }

    [Fact]
    public async Task ARedirectIsNotFollowed()
    {
        await using var elsewhere = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => (HttpStatusCode.TemporaryRedirect, elsewhere.Address.ToString());
        await using var rig = await StartAsync("127.0.0.1");
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "tell", filter = Number(7), afterSeconds = 0, webhook = receiver.Address });
        rig.Source.Send(10);
        await UntilAsync(rig, window, trigger, view => view.GetProperty("webhookResult").GetString() == "saved: Refused with 307.");
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task AHostThatFailsIsAskedAgain()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = before => (before == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, null);
        await using var rig = await StartAsync("127.0.0.1");
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "tell", filter = Number(7), afterSeconds = 0, webhook = receiver.Address });
        rig.Source.Send(10);
        await UntilAsync(rig, window, trigger, view => view.GetProperty("webhookResult").GetString() == "saved: Answered 200.");
        Assert.Equal(["fired", "fired", "saved"], receiver.Calls.Select(call => call.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task WhatCannotBeSavedIsToldAndNothingIsLeft()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var rig = await StartAsync("127.0.0.1", options => options with { KeepFreeBytes = long.MaxValue });
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "full", filter = Number(7), afterSeconds = 0, webhook = receiver.Address });
        rig.Source.Send(10);
        var view = await UntilAsync(rig, window, trigger, view => view.GetProperty("webhookResult").GetString() == "failed: Answered 204.");
        Assert.Equal((1, 1), (Count(view, "fired"), Count(view, "failed")));
        Assert.Contains("--recording-keep-free", view.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, view.GetProperty("lastRecording").ValueKind);
        Assert.Equal(view.GetProperty("problem").GetString(), receiver.Calls.Single().GetProperty("problem").GetString());
        Assert.Empty(await rig.Recordings.ListAsync(cancellation: Cancellation));
    }

    [Fact]
    public async Task ATriggerComesBackWithTheServiceAndGoesWithItsWindow()
    {
        using var data = new TemporaryFolder();
        long window;
        long trigger;
        await using (var first = await RecordingRig.StartAsync(data: data))
        {
            window = await MakeWindowAsync(first, new { @interface = first.Source.Name });
            trigger = await MakeAsync(first, window, new { name = "again", filter = Number(3), afterSeconds = 0 });
        }

        await using var rig = await RecordingRig.StartAsync(data: data);
        Assert.Equal("waiting", (await ShowAsync(rig, window, trigger)).GetProperty("state").GetString());
        using (var refused = await rig.Api.PostAsJsonAsync($"/api/rewind/windows/{window}/triggers", new { name = "other", filter = "tcp" }, Cancellation))
            Assert.Equal("ENETDOWN", (await Problem.OfAsync(refused)).Errno);

        await rig.Server.Services.GetRequiredService<RewindWindows>().KeepAsync();
        Assert.Equal("watching", (await ShowAsync(rig, window, trigger)).GetProperty("state").GetString());
        rig.Source.Send(5);
        var view = await UntilAsync(rig, window, trigger, view => view.GetProperty("lastRecording").ValueKind == JsonValueKind.Number);

        using (var removed = await rig.Api.DeleteAsync($"/api/rewind/windows/{window}", Cancellation)) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        // What was being saved was read before the window was forgotten.
        await rig.WaitAsync(Count(view, "lastRecording"), recording => recording.State == RecordingState.Stopped);
        Assert.Equal([0, 1, 2, 3, 4], RecordingRig.Read(rig.PathOf(Count(view, "lastRecording"))).Numbers);
        var next = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        Assert.Empty(await rig.Api.GetFromJsonAsync<JsonElement[]>($"/api/rewind/windows/{next}/triggers", Cancellation) ?? []);
    }

    [Fact]
    public async Task TriggersAreMadeAndRemovedWhileOthersWatch()
    {
        await using var rig = await RecordingRig.StartAsync();
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var all = await MakeAsync(rig, window, new { name = "all", perSecond = 1_000_000 });
        for (var round = 0; round < 20; round++)
        {
            rig.Source.Send(50);
            var other = await MakeAsync(rig, window, new { name = "other", filter = "tcp" });
            rig.Source.Send(50);
            using var removed = await rig.Api.DeleteAsync($"/api/rewind/windows/{window}/triggers/{other}", Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        // Each packet once, whoever watched it.
        var view = await UntilAsync(rig, window, all, view => Count(view, "matches") >= 2000);
        Assert.Equal((2000, 0), (Count(view, "matches"), Count(view, "unseen")));
        var audit = (await rig.Api.GetFromJsonAsync<JsonElement>("/api/audit?limit=100", Cancellation)).GetRawText();
        Assert.Contains("trigger.make", audit, StringComparison.Ordinal);
        Assert.Contains("trigger.remove", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStopOfTheServiceEndsWhatIsBeingSavedWithAWholeFile()
    {
        using var data = new TemporaryFolder();
        long id;
        await using (var rig = await RecordingRig.StartAsync(data: data))
        {
            var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
            var trigger = await MakeAsync(rig, window, new { name = "long", filter = Number(3), afterSeconds = 3600, cooldownSeconds = 3600 });
            rig.Source.Send(5);
            var view = await UntilAsync(rig, window, trigger, view => view.GetProperty("lastRecording").ValueKind == JsonValueKind.Number);
            id = Count(view, "lastRecording");
            await rig.WaitForPacketsAsync(id, 5);
        }

        await using var after = await RecordingRig.StartAsync(data: data);
        Assert.Equal(RecordingState.Stopped, (await after.FindAsync(id)).State);
        Assert.Equal([0, 1, 2, 3, 4], RecordingRig.Read(after.PathOf(id)).Numbers);
    }

    [Theory]
    [InlineData("{}", "EINVAL", "name")]
    [InlineData("{\"name\":\"a\"}", "EINVAL", "perSecond")]
    [InlineData("{\"name\":\"a\\u001b[2J\",\"filter\":\"tcp\"}", "EINVAL", "name")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp prt 80\"}", "EINVAL", "prt")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"perSecond\":-1}", "EINVAL", "perSecond")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"beforeSeconds\":-1}", "EINVAL", "beforeSeconds")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"afterSeconds\":3601}", "EINVAL", "afterSeconds")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"afterSeconds\":60,\"cooldownSeconds\":59}", "EINVAL", "cooldownSeconds")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"perHour\":0}", "EINVAL", "perHour")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"perSecond\":4294967297}", "EINVAL", "perSecond")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"format\":\"zip\"}", "EINVAL", "format")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"webhook\":\"file:///etc/passwd\"}", "EINVAL", "webhook")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"webhook\":\"http://user:secret@127.0.0.1/\"}", "EINVAL", "webhook")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"webhook\":\"http://192.0.2.1/\"}", "EPERM", "--webhook-hosts")]
    [InlineData("{\"name\":\"a\",\"filter\":\"tcp\",\"webhook\":\"http://127.0.0.1.example/\"}", "EPERM", "--webhook-hosts")]
    public async Task ATriggerThatCannotBeIsRefusedAndNothingIsLeft(string body, string errno, string word)
    {
        await using var rig = await StartAsync("127.0.0.1");
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await rig.Api.PostAsync($"/api/rewind/windows/{window}/triggers", content, Cancellation);
        var problem = await Problem.OfAsync(refused);
        Assert.Equal(errno, problem.Errno);
        Assert.Contains(word, problem.Detail, StringComparison.Ordinal);
        Assert.Empty(await rig.Api.GetFromJsonAsync<JsonElement[]>($"/api/rewind/windows/{window}/triggers", Cancellation) ?? []);
    }

    [Fact]
    public async Task NamesAndNumbersOfTriggersAreBounded()
    {
        await using var rig = await RecordingRig.StartAsync();
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        for (var i = 0; i < 16; i++) await MakeAsync(rig, window, new { name = $"t{i}", filter = "tcp" });
        Assert.Equal("ENOBUFS", await RefuseAsync(rig, window, new { name = "one more", filter = "tcp" }));
        using (var removed = await rig.Api.DeleteAsync($"/api/rewind/windows/{window}/triggers/1", Cancellation)) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("EBUSY", await RefuseAsync(rig, window, new { name = "t5", filter = "udp" }));
        Assert.Equal("ENXIO", await RefuseAsync(rig, window + 1, new { name = "t", filter = "udp" }));
    }

    [Fact]
    public async Task WhoMayNotHaveTheInterfaceSeesNothingOfItsTriggers()
    {
        await using var rig = await RecordingRig.StartAsync();
        var window = await MakeWindowAsync(rig, new { @interface = rig.Source.Name });
        var trigger = await MakeAsync(rig, window, new { name = "mine", filter = "tcp" });
        using var issued = await rig.Api.PostAsJsonAsync("/api/tokens", new { name = "other", role = "operator", days = 1, interfaces = new[] { "lo" } }, Cancellation);
        var other = rig.Server.Bearer((await issued.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("token").GetString());
        foreach (var path in new[] { $"/api/rewind/windows/{window}/triggers", $"/api/rewind/windows/{window}/triggers/{trigger}" })
        {
            using var answer = await other.GetAsync(path, Cancellation);
            Assert.Equal("ENXIO", (await Problem.OfAsync(answer)).Errno);
        }
    }

    private static string Number(int number) => $"ether[4:4] = {number}";

    private static long Count(JsonElement view, string name) => view.GetProperty(name).GetInt64();

    private static Task<RecordingRig> StartAsync(string webhookHost, Func<RecordingOptions, RecordingOptions>? change = null) =>
        RecordingRig.StartAsync(change, changeOthers: options => options with { Rewind = options.Rewind with { WebhookHosts = [webhookHost] } });

    private static Task<long> MakeWindowAsync(RecordingRig rig, object body) => PostAsync(rig, "/api/rewind/windows", body);

    private static Task<long> MakeAsync(RecordingRig rig, long window, object body) => PostAsync(rig, $"/api/rewind/windows/{window}/triggers", body);

    private static async Task<long> PostAsync(RecordingRig rig, string path, object body)
    {
        using var answer = await rig.Api.PostAsJsonAsync(path, body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return Count(JsonDocument.Parse(text).RootElement, "id");
    }

    private static async Task<string?> RefuseAsync(RecordingRig rig, long window, object body)
    {
        using var refused = await rig.Api.PostAsJsonAsync($"/api/rewind/windows/{window}/triggers", body, Cancellation);
        return (await Problem.OfAsync(refused)).Errno;
    }

    private static Task<JsonElement> ShowAsync(RecordingRig rig, long window, long trigger) =>
        rig.Api.GetFromJsonAsync<JsonElement>($"/api/rewind/windows/{window}/triggers/{trigger}", Cancellation);

    private static async Task<JsonElement> UntilAsync(RecordingRig rig, long window, long trigger, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var view = await ShowAsync(rig, window, trigger);
            if (isSo(view)) return view;
            await Task.Delay(10, Cancellation);
        }
    }

    private static async Task UntilHasAsync(RecordingRig rig, long window, long packets)
    {
        while (Count(await rig.Api.GetFromJsonAsync<JsonElement>($"/api/rewind/windows/{window}", Cancellation), "packets") < packets) await Task.Delay(10, Cancellation);
    }

    // The numbers in the frames of the packets whose block holds a text.
    private static List<long> MarkedNumbers(byte[] file, string text)
    {
        List<long> numbers = [];
        for (int position = 0, length; (length = RecordFraming.Measure(CaptureFileFormat.Pcapng, file.AsSpan(position))) > 0; position += length)
        {
            var block = file.AsSpan(position, length);
            if (block.IndexOf(Encoding.UTF8.GetBytes(text)) < 0 || !RecordFraming.TryReadPacket(CaptureFileFormat.Pcapng, block, out _, out _, out var frame)) continue;
            numbers.Add(System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(frame));
        }

        return numbers;
    }
}
