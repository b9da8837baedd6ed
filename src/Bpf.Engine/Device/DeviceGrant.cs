using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Device;

/// <summary>
/// What an opener may have of the machine's frames, where that is less than everything. The BSDs know only "may open" and "may not"
/// [OPEN-5]; a service that many share lends a part.
/// <para>
/// A device takes its opener's grant over and keeps it until close, whoever controls it meanwhile, as an open file keeps the rights that it
/// was opened with: no request, by no caller, widens what it captures. A caller who is granted less than a device has may not control it.
/// </para>
/// Implementations are immutable and safe on any thread.
/// </summary>
public abstract class DeviceGrant
{
    /// <summary>Bytes of a frame that may be captured, at most; <see cref="FilterProgram.AcceptWhole"/> for all.</summary>
    public abstract uint SnapLength { get; }

    /// <summary>Whether a device may be attached to an interface.</summary>
    public abstract bool Allows(string interfaceName);

    /// <summary>
    /// The program that a frame has to pass before the device's own; null lets every frame through. False when frames with this link-layer
    /// header cannot be judged, and then none may be captured.
    /// </summary>
    public abstract bool TryGetGuard(LinkType linkType, out FilterProgram? guard);

    /// <summary>Whether who is granted this may use what a device on an interface captures.</summary>
    /// <param name="interfaceName">Empty for a device that is not attached.</param>
    /// <param name="deviceGrant">What that device was opened with; null for everything.</param>
    public abstract bool Covers(string interfaceName, DeviceGrant? deviceGrant);
}
