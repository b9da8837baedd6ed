using Bpf.Engine.Device;
using Bpf.Engine.Filter;

namespace WebCap.Capture;

/// <summary>Why a device call was refused: the errno, the call that refused, and a sentence for a person.</summary>
/// <param name="Errno">The device's answer.</param>
/// <param name="Request">open, read, or the ioctl's BIOC name.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
/// <param name="Suggestion">A filter expression that was probably meant.</param>
/// <param name="Offset">Where in the filter expression the fault is.</param>
internal sealed record Refusal(Errno Errno, string Request, string Detail, string? Suggestion = null, int? Offset = null)
{
    public static Refusal Filter(FilterCompileError error) =>
        new(Errno.EINVAL, "BIOCSETF", error.Message, error.Suggestion, error.Offset);

    public static Refusal Ioctl(Errno errno, string request) => new(errno, request, errno switch
    {
        Errno.EPERM when request is not ("BIOCSETIF" or "BIOCPROMISC") => "The device is locked (BIOCLOCK) until it is closed.",
        Errno.EPERM or Errno.EACCES => "WebCap has not the privilege to capture on this interface.",
        Errno.EINVAL => "The device refuses this value, or refuses it in the state it is in.",
        Errno.EIO => "A read of the device is pending; the setting can be changed when it is over.",
        Errno.ENXIO => "The device or its interface is gone.",
        Errno.ENOMEM => "There is not enough memory for the buffers; ask for smaller ones.",
        Errno.EDOM => "The timeout is too long for a timer.",
        Errno.ENETDOWN => "The interface is down.",
        _ => $"The device answered {errno}.",
    });
}
