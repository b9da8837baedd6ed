using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>What this machine allows a test, found out by trying, once.</summary>
public static class LiveRequirements
{
    private static readonly Lazy<bool> Capture = new(() => LivePrivilege.FindObstacle() is null && CanMakeLinks());

    private static readonly Lazy<bool> Compare = new(() => CanCapture && Command.Exists("tcpdump"));

    public static bool CanCapture => Capture.Value;

    public static bool CanCompare => Compare.Value;

    private static bool CanMakeLinks()
    {
        if (!Command.Exists("ip")) return false;
        try
        {
            using var probe = new VethPair();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
