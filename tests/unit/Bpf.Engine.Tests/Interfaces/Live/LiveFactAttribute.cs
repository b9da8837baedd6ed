using System.Runtime.CompilerServices;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>A test that makes links and captures on them; visibly skipped where this process may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LiveFactAttribute : FactAttribute
{
    public LiveFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "needs CAP_NET_RAW, CAP_NET_ADMIN and iproute2 (run as root)";
        SkipUnless = nameof(LiveRequirements.CanCapture);
        SkipType = typeof(LiveRequirements);
    }
}
