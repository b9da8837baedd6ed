using System.Net;
using System.Net.NetworkInformation;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>One interface of this machine, as the kernel described it at one moment.</summary>
internal sealed record LinkSnapshot
{
    public required string Name { get; init; }

    public required int Index { get; init; }

    /// <summary>ARPHRD number.</summary>
    public required ushort HardwareType { get; init; }

    /// <summary>IFF_ bits.</summary>
    public required uint Flags { get; init; }

    public required int Mtu { get; init; }

    public required PhysicalAddress HardwareAddress { get; init; }

    public required IReadOnlyList<IPAddress> Addresses { get; init; }

    public bool IsLoopback => (Flags & Libc.FlagLoopback) != 0;

    public bool IsAdministrativelyUp => (Flags & Libc.FlagUp) != 0;

    /// <summary>Up, with a carrier.</summary>
    public bool IsRunning => IsAdministrativelyUp && (Flags & Libc.FlagRunning) != 0;

    /// <summary>The same interface as before: one that went and came again has another index.</summary>
    public bool IsSameLink(LinkSnapshot other) => Name == other.Name && Index == other.Index && HardwareType == other.HardwareType;
}
