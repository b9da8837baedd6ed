using Bpf.Engine.Device;

namespace WebCap.Uploads;

/// <summary>Why a file is not taken.</summary>
/// <param name="Errno">EINVAL: it is bad; EMSGSIZE: too long; ENOBUFS: there are too many; EBUSY: it is in use; ENXIO: there is none.</param>
/// <param name="Detail">A sentence for a person.</param>
/// <param name="Offset">The byte of the unpacked file that is wrong or missing.</param>
/// <param name="Packets">Whole packets before it, which can still be kept.</param>
internal sealed record UploadRefusal(Errno Errno, string Detail, long? Offset = null, long? Packets = null);
