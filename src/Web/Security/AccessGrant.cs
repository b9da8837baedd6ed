using System.Collections.Concurrent;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Wire;

namespace WebCap.Security;

/// <summary>A token's limits in the engine's terms: devices hold to them by themselves, whichever route they are controlled through.</summary>
internal sealed class AccessGrant(AccessLimits limits, FilterCompiler compiler) : DeviceGrant
{
    // One compilation a link type; a machine has few.
    private readonly ConcurrentDictionary<LinkType, FilterCompileResult> guards = new();

    public AccessLimits Limits => limits;

    public override uint SnapLength => limits.SnapLength ?? FilterProgram.AcceptWhole;

    public override bool Allows(string interfaceName) => limits.Interfaces is null || limits.Interfaces.Contains(interfaceName);

    public override bool TryGetGuard(LinkType linkType, out FilterProgram? guard)
    {
        var result = guards.GetOrAdd(linkType, static (type, self) => self.Compile(type), this);
        guard = result.Program;
        return result.Succeeded;
    }

    // A guard is the same only if it reads the same: whether one filter implies another is not for a program to guess.
    public override bool Covers(string interfaceName, DeviceGrant? deviceGrant)
    {
        if (interfaceName.Length > 0 && !Allows(interfaceName)) return false;
        var of = (deviceGrant as AccessGrant)?.Limits ?? AccessLimits.None;
        return (limits.Filter.Length == 0 || limits.Filter == of.Filter) && (limits.SnapLength is null || of.SnapLength <= limits.SnapLength);
    }

    private FilterCompileResult Compile(LinkType linkType) => compiler.Compile(limits.Filter, linkType);
}
