using System.Text;

namespace WebCap.Processes;

/// <summary>
/// What /proc/PID/cgroup says of a process: the unit that systemd runs it in and the container. Both versions of control groups have lines
/// <c>number:controllers:path</c>; of version 1 there are several, of which one with a container says most. The forms of paths are those of
/// systemd, Docker, Podman, containerd and CRI-O below Kubernetes, LXC and systemd-nspawn.
/// </summary>
internal static class CgroupText
{
    private const int MaxNameLength = 128;

    // What docker ps shows of the 64.
    private const int ShortIdLength = 12;
    private const int MinIdLength = 32;

    private static readonly (string Prefix, string Runtime)[] Scopes =
    [
        ("docker-", "docker"), ("libpod-conmon-", ""), ("libpod-", "podman"), ("cri-containerd-", "containerd"), ("crio-conmon-", ""), ("crio-", "cri-o"),
        ("nerdctl-", "containerd"), ("machine-", "machine"),
    ];

    /// <summary>Unit and container, each null where there is none.</summary>
    public static (string? Unit, string? Container) Parse(ReadOnlySpan<byte> text)
    {
        string? unit = null, container = null;
        foreach (var line in text.Split((byte)'\n'))
        {
            var path = text[line];
            for (var colons = 0; colons < 2; colons++) path = path[(path.IndexOf((byte)':') + 1)..];
            var (lineUnit, lineContainer) = ParsePath(Encoding.UTF8.GetString(path));
            unit ??= lineUnit;
            container ??= lineContainer;
        }

        return (Plain(unit), Plain(container));
    }

    private static (string? Unit, string? Container) ParsePath(string path)
    {
        string? unit = null, container = null, parent = null;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ContainerOf(part, parent) is { } inner)
            {
                // What runs inside may have units of its own, but not those that it is in.
                (container, unit) = (inner, null);
            }
            else if (part.EndsWith(".service", StringComparison.Ordinal) || part.EndsWith(".scope", StringComparison.Ordinal))
            {
                unit = part;
            }

            parent = part;
        }

        return (unit, container);
    }

    private static string? ContainerOf(string part, string? parent)
    {
        var isScope = part.EndsWith(".scope", StringComparison.Ordinal);
        var name = isScope ? part[..^".scope".Length] : part;
        foreach (var (prefix, runtime) in Scopes)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var id = name[prefix.Length..];
            if (runtime.Length > 0 && (IsId(id) || (runtime == "machine" && isScope && id.Length > 0))) return $"{runtime}/{Short(id)}";
            return null;
        }

        foreach (var prefix in new[] { "lxc.payload.", "lxc.monitor." })
        {
            if (part.StartsWith(prefix, StringComparison.Ordinal)) return prefix == "lxc.payload." ? $"lxc/{part[prefix.Length..]}" : null;
        }

        if (parent == "lxc") return $"lxc/{part}";
        // cgroupfs drivers: /docker/ID, /kubepods/burstable/podUID/ID.
        if (!IsId(part)) return null;
        return parent == "docker" ? $"docker/{Short(part)}" : $"container/{Short(part)}";
    }

    private static bool IsId(string text) => text.Length >= MinIdLength && text.All(char.IsAsciiHexDigit);

    private static string Short(string id) => IsId(id) ? id[..ShortIdLength] : id;

    private static string? Plain(string? name) => name is null ? null : PlainText.Of(Encoding.UTF8.GetBytes(name), MaxNameLength);
}
