using Bpf.Engine.Filter;

namespace Bpf.Engine.Device.Ioctl;

/// <summary>An argument or an answer of a request, one shape a nested type.</summary>
public abstract record IoctlValue
{
    private IoctlValue()
    {
    }

    /// <summary>A size, a link type, a mask, or a flag as 0 or 1.</summary>
    public sealed record Number(long Value) : IoctlValue;

    /// <summary>An interface's name; cut at 15 characters where it is looked up [IF-1].</summary>
    public sealed record Name(string Text) : IoctlValue;

    /// <summary><c>struct timeval</c>.</summary>
    public sealed record Time(long Seconds, long Microseconds) : IoctlValue;

    /// <summary>A program that nobody has verified yet; an empty one clears.</summary>
    public sealed record Program(IReadOnlyList<Instruction> Instructions) : IoctlValue;

    /// <summary>What its sender could not make an argument of: EINVAL for every request.</summary>
    /// <param name="Reason">What is wrong with it; null when it simply is of another kind.</param>
    public sealed record Malformed(string? Reason) : IoctlValue;

    /// <summary><c>struct bpf_dltlist</c>: how many link types there are, and those that were asked for.</summary>
    public sealed record LinkTypes(int Count, IReadOnlyList<int> List) : IoctlValue;

    /// <summary><c>struct bpf_stat</c>.</summary>
    public sealed record Statistics(long Received, long Dropped, long Captured) : IoctlValue;

    /// <summary><c>struct bpf_version</c>.</summary>
    public sealed record Version(int Major, int Minor) : IoctlValue;

    internal static IoctlValue Flag(bool isOn) => new Number(isOn ? 1 : 0);

    internal static IoctlValue Milliseconds(long ms) => new Time(ms / 1000, ms % 1000 * 1000);
}
