using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire.Files;
using WebCap.Configuration;
using WebCap.Storage;

namespace WebCap.Interfaces;

/// <summary>Makes the catalogue: the machine's interfaces, the files to replay, the sample and loop0.</summary>
internal static class CatalogBuilder
{
    /// <summary>Where the captures lie that come with the program.</summary>
    public static string SampleFolder { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>A <see cref="StartException"/> names a file that cannot be replayed.</summary>
    public static InterfaceCatalog Build(WebCapOptions options, TimeProvider time)
    {
        var catalog = new InterfaceCatalog(options.Ring, time);
        foreach (var file in options.Replay) Add(catalog, file, options.Replaying, time);
        // The sample is there to be looked at, whatever the pace of the files that somebody wants to test with.
        if (!options.NoSample && Directory.Exists(SampleFolder))
        {
            foreach (var file in Directory.GetFiles(SampleFolder, "*.pcap*").Order(StringComparer.Ordinal))
                Add(catalog, file, new ReplayOptions { IsLooped = true }, time);
        }

        // Last, so that it is nobody's first choice; a machine that has an interface of that name keeps it, and a replay that took it too.
        if (!options.NoLoop) catalog.Add(new LoopInterface(time));
        return catalog;
    }

    private static void Add(InterfaceCatalog catalog, string file, ReplayOptions replaying, TimeProvider time)
    {
        try
        {
            // A name that another interface has gets a number: eth0, eth0-2, eth0-3.
            for (var count = 1; ; count++)
            {
                if (catalog.Add(ReplayInterface.Open(NameOf(file, count), file, replaying, time)) != Errno.EBUSY) return;
            }
        }
        catch (Exception fault) when (fault is CaptureFormatException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{file} cannot be replayed: {fault.Message}", fault);
        }
    }

    /// <summary>The file's name as an interface can have it: short, and of characters that need no quotes anywhere.</summary>
    internal static string NameOf(string file, int count)
    {
        var suffix = count == 1 ? "" : $"-{count}";
        var stem = string.Concat(Path.GetFileNameWithoutExtension(file).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));
        if (stem.Length == 0) stem = "replay";
        return string.Concat(stem.AsSpan(0, Math.Min(stem.Length, NetworkInterface.MaxNameLength - suffix.Length)), suffix);
    }
}
