namespace WebCap.Processes;

/// <summary>What is told of a process. Never its arguments: they hold passwords.</summary>
/// <param name="Id">Its number in the service's own namespace of processes.</param>
/// <param name="Name">What it calls itself, at most 15 bytes, made safe to show.</param>
/// <param name="Unit">The systemd unit or scope; null when there is none.</param>
/// <param name="Container">Runtime and short id, as in docker/0123456789ab; null when it is in none.</param>
internal sealed record ProcessFacts(int Id, string Name, string? Unit, string? Container)
{
    // Threads of the kernel have longer names than processes may, and no sockets.
    private const int MaxNameLength = 64;

    /// <summary>Reads them; null when the process is gone.</summary>
    public static ProcessFacts? Read(ProcFolder proc, int id)
    {
        if (proc.ReadStart($"{id}/comm") is not { Length: > 0 } name) return null;
        var (unit, container) = CgroupText.Parse(proc.ReadStart($"{id}/cgroup"));
        return new ProcessFacts(id, PlainText.Of(name.AsSpan().TrimEnd((byte)'\n'), MaxNameLength), unit, container);
    }
}
