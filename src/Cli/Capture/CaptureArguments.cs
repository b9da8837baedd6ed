using System.CommandLine;
using WebCap.Cli.Server;

namespace WebCap.Cli.Capture;

/// <summary>What commands that capture have in common: an interface, a filter and how to look.</summary>
internal sealed class CaptureArguments
{
    // Long enough for a network that stumbles, short enough that a killed program's device does not stay in others' way.
    private const int LeaseSeconds = 30;

    public Argument<string> Interface { get; } = new("interface") { Description = "One of those that webcap interfaces lists." };

    public Argument<string[]> FilterWords { get; } = Filter();

    public Option<long?> Count { get; } = NumberOption.Create("--count", "Ends after so many packets.", "N", "-c");

    public Option<long?> SnapLength { get; } = NumberOption.Create("--snap-length", "Keeps so many bytes of a frame; else all.", "BYTES", "-s");

    public Option<bool> Promiscuous { get; } = new("--promiscuous", "-p") { Description = "Asks the interface for every frame, those for other machines too." };

    public Option<bool> IncludeOwn { get; } = new("--include-own")
    {
        Description = "Also captures the connection to the server. It is left out otherwise, because each packet that is sent here would be captured and sent again.",
    };

    public Option<long?> Rewind { get; } = NumberOption.Create(
        "--rewind", "Begins with the last so many seconds, as far as the interface's window has them; webcap interfaces says which keep one.", "SECONDS", "-r");

    public Option<bool> Processes { get; } = new("--processes")
    {
        Description = "Says which of the server's processes likely sent or received each packet; for operators whose token has no limits.",
    };

    /// <summary>Words of a filter, as tcpdump takes them.</summary>
    public static Argument<string[]> Filter() => new("filter")
    {
        Description = "A filter in the language of pcap-filter(7); the words need no quotes, but shells want them around brackets and ampersands.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    public static string Join(string[]? words) => string.Join(' ', words ?? []).Trim();

    public void AddTo(Command command)
    {
        command.Add(Interface);
        command.Add(FilterWords);
        foreach (var option in new Option[] { Count, SnapLength, Promiscuous, IncludeOwn, Rewind, Processes }) command.Add(option);
    }

    public OpenQuestion Read(ParseResult arguments, bool immediate) => Question(
        arguments.GetRequiredValue(Interface),
        Join(arguments.GetValue(FilterWords)),
        arguments.GetValue(SnapLength),
        arguments.GetValue(Promiscuous),
        arguments.GetValue(IncludeOwn),
        immediate) with { Rewind = arguments.GetValue(Rewind) };

    /// <summary>Null when they are not wanted.</summary>
    public async Task<ProcessNames?> StartNamesAsync(ServerClient server, ParseResult arguments, CancellationToken stop) =>
        arguments.GetValue(Processes) ? await ProcessNames.StartAsync(server, arguments.GetRequiredValue(Interface), stop) : null;

    public static OpenQuestion Question(string networkInterface, string filter, long? snapLength, bool promiscuous, bool includeOwn, bool immediate) =>
        new(networkInterface, filter, snapLength, BufferBytes: null, immediate, promiscuous, ExcludeOwnTraffic: !includeOwn, LeaseSeconds, Rewind: null);
}
