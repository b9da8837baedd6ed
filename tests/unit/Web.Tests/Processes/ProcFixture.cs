using WebCap.Processes;
using WebCap.Tests.Support;

namespace WebCap.Tests.Processes;

/// <summary>A /proc of a test's own: files and links as the kernel has them.</summary>
internal sealed class ProcFixture : IDisposable
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

    private readonly TemporaryFolder folder = new();

    public ProcFixture() => Directory.CreateDirectory(folder.File("net"));

    public ProcessOptions Options => new() { Folder = folder.FullPath };

    /// <summary>A line as the kernel prints it, for local and remote ends like 0100007F:1F90.</summary>
    public static string Line(string local, string remote, int state, long inode, int userId = 1000) =>
        $"   0: {local} {remote} {state:X2} 00000000:00000000 00:00000000 00000000 {userId,5}        0 {inode} 1 0000000000000000 100 0 0 10 0";

    public void Sockets(string file, params string[] lines) => File.WriteAllLines(folder.File($"net/{file}"), [Heading, .. lines]);

    public void Process(int id, string name, string cgroup, params long[] sockets)
    {
        Directory.CreateDirectory(folder.File($"{id}/fd"));
        File.WriteAllText(folder.File($"{id}/comm"), name + "\n");
        File.WriteAllText(folder.File($"{id}/cgroup"), cgroup + "\n");
        File.CreateSymbolicLink(folder.File($"{id}/fd/0"), "/dev/null");
        for (var i = 0; i < sockets.Length; i++) File.CreateSymbolicLink(folder.File($"{id}/fd/{3 + i}"), $"socket:[{sockets[i]}]");
    }

    public void End(int id) => Directory.Delete(folder.File($"{id}"), recursive: true);

    public void Dispose() => folder.Dispose();
}
