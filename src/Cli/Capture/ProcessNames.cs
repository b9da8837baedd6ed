using System.Text;
using System.Text.Json;
using Packet.Dissect;
using Packet.Dissect.Processes;
using WebCap.Cli.Server;

namespace WebCap.Cli.Capture;

/// <summary>
/// The likely processes of a capture's packets: the server's table of sockets, asked for once a second, joined here with what the packets say. A socket
/// is in the table at most a second after it was made, so the first packets of a connection can be without a name.
/// <para>Threads: one of the pool asks; any finds.</para>
/// </summary>
internal sealed class ProcessNames : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock sync = new();
    private readonly ProcessBook book = new();
    private readonly Dissection dissection = new(new DissectionLimits());
    private readonly CancellationTokenSource ending = new();
    private readonly ServerClient server;
    private Task asking = Task.CompletedTask;

    private ProcessNames(ServerClient server) => this.server = server;

    /// <summary>What names are missing and why, as a sentence; null when there is nothing to say.</summary>
    public string? Shortcoming { get; private set; }

    /// <summary>Begins, with a table.</summary>
    /// <exception cref="CliException">The server does not tell, or the interface's packets are of no process there.</exception>
    public static async Task<ProcessNames> StartAsync(ServerClient server, string interfaceName, CancellationToken stop)
    {
        var interfaces = await server.GetAsync("/api/interfaces", ServerJson.Default.InterfaceAnswerArray, stop);
        if (interfaces.FirstOrDefault(each => each.Name == interfaceName) is { Kind: not "live" })
            throw new CliException($"The packets of {interfaceName} are of no process on that machine; leave out --processes.");
        var names = new ProcessNames(server);
        await names.AskAsync(stop);
        names.asking = names.AskOnAsync();
        return names;
    }

    /// <summary>Who likely sent and received a packet.</summary>
    public LikelyProcesses Of(in PacketInput packet)
    {
        lock (sync) return dissection.TryFindFlow(packet, out var flow) ? book.Find(flow, packet.Direction, packet.TimeNanoseconds) : default;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await asking;
        ending.Dispose();
    }

    private async Task AskOnAsync()
    {
        using var ticks = new PeriodicTimer(Interval);
        try
        {
            while (await ticks.WaitForNextTickAsync(ending.Token)) await AskAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody wants to know any more.
        }
        catch (CliException fault)
        {
            // The capture goes on, and what it has to say of the server it says itself.
            Shortcoming = $"Names of processes came no longer: {fault.Message}";
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        var table = await server.GetTextAsync("/api/processes", "application/json", stop);
        try
        {
            lock (sync)
            {
                book.Take(Encoding.UTF8.GetBytes(table));
                Shortcoming = book.Shortcoming;
            }
        }
        catch (JsonException fault)
        {
            throw new CliException($"The table of processes of {server.Url} cannot be read.", fault);
        }
    }
}
