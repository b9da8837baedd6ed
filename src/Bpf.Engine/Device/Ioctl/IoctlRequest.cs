using System.Collections.Frozen;
using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Device.Ioctl;

/// <summary>
/// A request to a device by the name that bpf(4) has for it [IOCTL-2], [IOCTL-3]: what it takes, what it answers, what carries it out. The one
/// table of them is <see cref="All"/>.
/// </summary>
public sealed class IoctlRequest
{
    private readonly Func<IoctlCall, IoctlResult> handler;

    internal IoctlRequest(string name, IoctlKind takes, IoctlKind answers, Func<IoctlCall, IoctlResult> handler)
    {
        (Name, Takes, Answers) = (name, takes, answers);
        this.handler = handler;
    }

    /// <summary>Every request, by name.</summary>
    public static FrozenDictionary<string, IoctlRequest> All { get; } = IoctlTable.Requests.ToFrozenDictionary(request => request.Name);

    /// <summary>BIOCSBLEN and the like.</summary>
    public string Name { get; }

    /// <summary>Its argument.</summary>
    public IoctlKind Takes { get; }

    /// <summary>Its answer.</summary>
    public IoctlKind Answers { get; }

    /// <summary>
    /// Sends a request to a device. EIO while a read is pending, before anything is looked at [IOCTL-1]; ENOTTY for a name that is no request;
    /// EINVAL with a reason for an argument of another kind; else what the request answers.
    /// </summary>
    /// <param name="device">An open device.</param>
    /// <param name="caller">Becomes the device's user [OPEN-4].</param>
    /// <param name="name">Exactly as bpf(4) writes it.</param>
    /// <param name="argument">Null for none.</param>
    /// <param name="findInterface">The interface of a name, or null: what BIOCSETIF asks.</param>
    public static IoctlResult Send(BpfDevice device, DeviceOwner caller, string name, IoctlValue? argument, Func<string, NetworkInterface?> findInterface)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(findInterface);
        var errno = device.Touch(caller);
        if (errno != Errno.OK) return new IoctlResult(errno);
        if (!All.TryGetValue(name, out var request)) return new IoctlResult(Errno.ENOTTY, Reason: "The device knows no request of this name.");
        if (argument is IoctlValue.Malformed { Reason: { } reason }) return new IoctlResult(Errno.EINVAL, Reason: reason);
        if (!request.Accepts(argument)) return new IoctlResult(Errno.EINVAL, Reason: $"{name} takes {Describe(request.Takes)}.");
        return request.handler(new IoctlCall(device, caller, argument, findInterface));
    }

    private bool Accepts(IoctlValue? argument) => (Takes, argument) switch
    {
        (IoctlKind.None, null) => true,
        (IoctlKind.Number or IoctlKind.Flag, IoctlValue.Number) => true,
        (IoctlKind.Capacity, null or IoctlValue.Number) => true,
        (IoctlKind.Name, IoctlValue.Name) => true,
        (IoctlKind.Time, IoctlValue.Time) => true,
        (IoctlKind.Program, IoctlValue.Program) => true,
        _ => false,
    };

    private static string Describe(IoctlKind kind) => kind switch
    {
        IoctlKind.None => "no value",
        IoctlKind.Number => "a whole number",
        IoctlKind.Flag => "0 or 1",
        IoctlKind.Capacity => "a whole number of entries, or no value for the count alone",
        IoctlKind.Name => "the name of an interface",
        IoctlKind.Time => "seconds and microseconds",
        _ => "a filter program",
    };
}
