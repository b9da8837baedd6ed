namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>What captures could leave behind in this process: sockets, events, mapped rings. The runtime's own files are not counted.</summary>
internal static class ProcessResources
{
    public static (int Sockets, int Events, int Rings) Count()
    {
        var targets = Directory.GetFiles("/proc/self/fd").Select(static path => new FileInfo(path).LinkTarget ?? "").ToList();
        return (
            targets.Count(static target => target.StartsWith("socket:", StringComparison.Ordinal)),
            targets.Count(static target => target.Contains("eventfd", StringComparison.Ordinal)),
            File.ReadLines("/proc/self/maps").Count(static line => line.Contains("socket:", StringComparison.Ordinal)));
    }

    /// <summary>
    /// Waits until <paramref name="count"/> threads bear a name: a thread gives itself its name when it first runs, and is off the kernel's
    /// list a moment after it was joined.
    /// </summary>
    public static async Task AwaitThreads(string name, int count)
    {
        using var guard = CaptureDevice.Guard();
        while (CountThreads(name) != count)
        {
            guard.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // The kernel keeps 15 characters of a name.
    private static int CountThreads(string name)
    {
        var known = name.Length > 15 ? name[..15] : name;
        return Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task) == known);
    }

    // A thread may end between the listing and the question.
    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
