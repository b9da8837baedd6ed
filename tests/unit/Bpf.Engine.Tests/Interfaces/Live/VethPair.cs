using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>
/// Two Ethernet interfaces joined by a virtual cable, both in this namespace, up and silent: no addresses, no ARP, no IPv6, so that the frames
/// on them are the test's. Removed when disposed.
/// </summary>
internal sealed class VethPair : IDisposable
{
    private static int count;

    private readonly string prefix;

    public VethPair(bool isUp = true)
    {
        // At most 15 characters: "live", a process id of up to 7 digits, a running number, an end.
        prefix = $"live{Environment.ProcessId}{(char)('a' + (Interlocked.Increment(ref count) % 26))}";
        Create(isUp);
    }

    /// <summary>One end.</summary>
    public string A => prefix + "0";

    /// <summary>The other end.</summary>
    public string B => prefix + "1";

    /// <summary>Makes the pair again, under the same names, after <see cref="Delete"/>.</summary>
    public void Create(bool isUp = true)
    {
        // One process for all of it: a test makes a thousand pairs.
        Command.RunWith(
            $"""
            link add {A} type veth peer name {B}
            link set dev {A} addrgenmode none
            link set dev {B} addrgenmode none
            link set dev {A} arp off multicast off
            link set dev {B} arp off multicast off

            """,
            "ip", "-batch", "-");
        if (isUp) BringUp();
    }

    /// <summary>Brings both ends up, and returns when they carry frames.</summary>
    public void BringUp()
    {
        using var notices = new LinkNotices();
        SetUp();
        // The kernel marks a link as running some time after its carrier came, and throws away what is sent before.
        while (!LiveInterfaces.Read(out _).Where(link => link.Name == A || link.Name == B).All(static link => link.IsRunning)) notices.Await();
        // The mark is set shortly before the link is open, both under the lock that this takes again.
        SetUp();
    }

    private void SetUp() => Command.RunWith($"link set dev {A} up\nlink set dev {B} up\n", "ip", "-batch", "-");

    public void Delete() => Command.Run("ip", "link", "del", A);

    public void Dispose()
    {
        // A test may have deleted one end, and with it the other, or moved one away.
        foreach (var end in new[] { A, B })
        {
            if (LiveInterfaces.IndexOf(end) != 0) Command.Run("ip", "link", "del", end);
        }
    }
}
