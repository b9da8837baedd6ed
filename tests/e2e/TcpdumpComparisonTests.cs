using System.Diagnostics;
using System.Globalization;
using Bpf.Wire;

namespace WebCap.E2e;

/// <summary>What WebCap delivers is what tcpdump writes beside it: the same frames, bytes, directions, VLAN tags and times.</summary>
public class TcpdumpComparisonTests(WebCapServer server) : IClassFixture<WebCapServer>
{
    private const int FramesEachWay = 300;
    private const long OneMillisecond = 1_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheLiveDownloadHoldsTheFramesThatTcpdumpWritesForTheSameTraffic()
    {
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, filter = "udp port 5270 or (vlan and udp port 5270)", immediate = true }, Cancellation);
        using var live = await LiveDownload.OpenAsync(server, minor, Cancellation);
        using var received = new Tcpdump(pair.Near, "in");
        using var sent = new Tcpdump(pair.Near, "out");
        await received.WaitUntilListeningAsync();
        await sent.WaitUntilListeningAsync();

        using (var near = FrameSocket.Open(pair.Near))
        using (var far = FrameSocket.Open(pair.Far, pair.Namespace))
        {
            for (var i = 0; i < FramesEachWay; i++)
            {
                // Sizes from the smallest to a full frame; every third frame with a VLAN tag, with priority bits set.
                var payload = new byte[8 + (i * 4)];
                payload[0] = (byte)i;
                ushort? vlan = i % 3 == 0 ? (ushort)(0xa000 | (i + 1)) : null;
                far.Send(FrameBuilder.Udp(5270, 1, payload, vlan));
                near.Send(FrameBuilder.Udp(5270, 2, payload, vlan));
            }
        }

        var ours = await live.ReadAsync(2 * FramesEachWay, Cancellation);
        Assert.Equal(LinkType.Ethernet, live.Interface.LinkType);
        Assert.Equal(pair.Near, live.Interface.Name);
        await AssertSameAsync(received, ours.Where(frame => frame.Direction == FrameDirection.In));
        await AssertSameAsync(sent, ours.Where(frame => frame.Direction == FrameDirection.Out));
    }

    private static async Task AssertSameAsync(Tcpdump tcpdump, IEnumerable<CapturedFrame> ours)
    {
        var theirs = await tcpdump.ReadAsync();
        Assert.Equal(FramesEachWay, theirs.Count);
        foreach (var (our, their) in ours.Zip(theirs))
        {
            Assert.Equal(their.Hex, our.Hex);
            Assert.Equal(their.WireLength, our.WireLength);
            Assert.InRange(our.TimeNanoseconds - their.TimeNanoseconds, -OneMillisecond, OneMillisecond);
        }

        Assert.Equal(theirs.Count, ours.Count());
    }

    /// <summary>tcpdump on one direction; it ends by itself with the last frame.</summary>
    private sealed class Tcpdump : IDisposable
    {
        private readonly string file = Path.GetTempFileName();
        private readonly Process process;

        public Tcpdump(string interfaceName, string direction) => process = Command.Start(
            "tcpdump",
            ["-i", interfaceName, "-Q", direction, "-c", FramesEachWay.ToString(CultureInfo.InvariantCulture), "--nano", "-n", "-Z", "root", "-w", file,
                "udp port 5270 or (vlan and udp port 5270)"]);

        public async Task WaitUntilListeningAsync()
        {
            while (await process.StandardError.ReadLineAsync(Cancellation) is { } line)
            {
                if (line.Contains("listening on", StringComparison.Ordinal)) return;
            }

            Assert.Fail("tcpdump ended before it listened");
        }

        public async Task<List<CapturedFrame>> ReadAsync()
        {
            await process.WaitForExitAsync(Cancellation);
            await using var stream = File.OpenRead(file);
            return CapturedFrame.ReadAll(stream);
        }

        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
            File.Delete(file);
        }
    }
}
