using System.Runtime.CompilerServices;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>A live test that has tcpdump capture beside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TcpdumpFactAttribute : FactAttribute
{
    public TcpdumpFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "needs tcpdump, CAP_NET_RAW, CAP_NET_ADMIN and iproute2 (run as root)";
        SkipUnless = nameof(LiveRequirements.CanCompare);
        SkipType = typeof(LiveRequirements);
    }
}
