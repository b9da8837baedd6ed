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
        var of = (deviceGrant as AccessGrant)?.Limits ?? AccessLimits.None;
        // A device that is not attached can still be attached to whatever its own grant allows.
        var isNear = interfaceName.Length > 0 ? Allows(interfaceName) : limits.Interfaces is null || of.Interfaces?.All(Allows) == true;
        if (!isNear) return false;
        return (limits.Filter.Length == 0 || limits.Filter == of.Filter) && (limits.SnapLength is null || of.SnapLength <= limits.SnapLength);
    }

    private FilterCompileResult Compile(LinkType linkType) => compiler.Compile(limits.Filter, linkType);
}
