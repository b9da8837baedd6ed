using System.Globalization;

namespace WebCap.E2e;

/// <summary>
/// A wire of our own: a veth pair whose far end is in a network namespace of its own, so that nothing but the test's frames is on it.
/// Neither end has an address or asks for one.
/// </summary>
internal sealed class VethPair : IAsyncDisposable
{
    private static int count;

    private VethPair(string suffix)
    {
        Near = $"wc{suffix}a";
        Far = $"wc{suffix}b";
        Namespace = $"wc{suffix}";
    }

    /// <summary>The end in this namespace.</summary>
    public string Near { get; }

    /// <summary>The end in the other.</summary>
    public string Far { get; }

    /// <summary>The other namespace's name, for <c>ip netns exec</c>.</summary>
    public string Namespace { get; }

    public static async Task<VethPair> CreateAsync()
    {
        // Unique in the machine: the process and a number. Fifteen characters at most.
        var pair = new VethPair(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId % 100000:x}{Interlocked.Increment(ref count):x}"));
        await Ip("netns", "add", pair.Namespace);
        await Ip("link", "add", pair.Near, "type", "veth", "peer", "name", pair.Far, "netns", pair.Namespace);
        // No link-local address, so neither end says anything of itself.
        await Ip("link", "set", pair.Near, "addrgenmode", "none");
        await Ip("-n", pair.Namespace, "link", "set", pair.Far, "addrgenmode", "none");
        await pair.SetUpAsync();
        // The kernel marks a link as running some time after its carrier came, and throws away what is sent before.
        while (!await IsRunningAsync("link", "show", pair.Near) || !await IsRunningAsync("-n", pair.Namespace, "link", "show", pair.Far))
            await Task.Delay(5, TestContext.Current.CancellationToken);
        // The mark is set shortly before the link is open, both under the lock that this takes again.
        await pair.SetUpAsync();
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        // The pair goes with the namespace of one of its ends.
        await Ip("netns", "delete", Namespace);
    }

    private async Task SetUpAsync()
    {
        await Ip("link", "set", Near, "arp", "off", "up");
        await Ip("-n", Namespace, "link", "set", Far, "arp", "off", "up");
    }

    private static async Task<bool> IsRunningAsync(params string[] arguments) => (await Ip(arguments)).Contains("state UP", StringComparison.Ordinal);

    private static Task<string> Ip(params string[] arguments) => Command.RunAsync("ip", arguments);
}
