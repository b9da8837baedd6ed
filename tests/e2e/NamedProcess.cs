using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WebCap.E2e;

/// <summary>A real process that calls itself what a test wants and sends datagrams to the test itself, over the loopback interface.</summary>
internal sealed class NamedProcess : IDisposable
{
    // The kernel keeps 15 bytes of a name.
    private const string Script = """printf '%s' "$1" > /proc/$$/comm; exec 3<> "/dev/udp/127.0.0.1/$2"; echo ready; while read -r text; do printf '%s' "$text" >&3; done""";

    private readonly UdpClient receiver;
    private readonly bool isOwnReceiver;
    private readonly Process process;

    private NamedProcess(string name, NamedProcess? beside)
    {
        isOwnReceiver = beside is null;
        receiver = beside?.receiver ?? new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        process = Command.Start("bash", ["-c", Script, "bash", name, Port.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>Where it sends to.</summary>
    public int Port { get; }

    public int Id => process.Id;

    /// <summary>The test's own process in a list: it has the other end.</summary>
    public static string Test { get; } = string.Create(CultureInfo.InvariantCulture, $"{File.ReadAllText("/proc/self/comm").TrimEnd()}[{Environment.ProcessId}]");

    /// <summary>Starts it; its socket is there when this is done. It sends to where one <paramref name="beside"/> it sends to, or to a port of its own.</summary>
    public static async Task<NamedProcess> StartAsync(string name, CancellationToken cancellation, NamedProcess? beside = null)
    {
        var started = new NamedProcess(name, beside);
        Assert.Equal("ready", await started.process.StandardOutput.ReadLineAsync(cancellation));
        return started;
    }

    /// <summary>Has it send a datagram, and waits until it is here.</summary>
    public async Task SendAsync(string text, CancellationToken cancellation)
    {
        await process.StandardInput.WriteLineAsync(text.AsMemory(), cancellation);
        await process.StandardInput.FlushAsync(cancellation);
        await receiver.ReceiveAsync(cancellation);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
        if (isOwnReceiver) receiver.Dispose();
    }
}
