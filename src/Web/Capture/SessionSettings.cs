using Bpf.Engine.Device;
using WebCap.Security;

namespace WebCap.Capture;

/// <summary>What was asked of a device in words that the device itself does not keep.</summary>
/// <param name="Filter">The filter expression that its program was compiled from; empty for none.</param>
/// <param name="SnapLength">Bytes that the program asks to keep of each frame.</param>
/// <param name="OwnTraffic">A term that leaves out the traffic between the service and who opened the device; empty for none.</param>
/// <param name="Lease">How long the device stays open unwatched; zero for ever.</param>
internal sealed record SessionSettings(string Filter, uint SnapLength, string OwnTraffic, TimeSpan Lease)
{
    /// <summary>Those of a device that has no interface yet.</summary>
    public static SessionSettings Of(BareDevice bare) =>
        new SessionSettings("", OpenRequest.DefaultSnapLength, "", bare.Lease) { IsProgram = bare.HasProgram }.Within(bare.Device.Grant);

    /// <summary>What was asked for, as far as whoever opened the device was granted it.</summary>
    public SessionSettings Within(DeviceGrant? grant) => grant is AccessGrant { Limits: var limits }
        ? this with { Guard = limits.Filter, SnapLength = Math.Min(SnapLength, grant.SnapLength) }
        : this;

    /// <summary>The filter came as a program by ioctl; <see cref="Filter"/> is empty and says nothing.</summary>
    public bool IsProgram { get; init; }

    /// <summary>The filter that limits whoever opened the device, and that a frame has to pass first; empty for none.</summary>
    public string Guard { get; init; } = "";

    /// <summary>What the device really captures, as far as expressions say it.</summary>
    public string EffectiveFilter => AccessLimits.Join(Guard, Capture.OwnTraffic.Join(Filter, OwnTraffic));
}
