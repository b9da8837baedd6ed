using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;

namespace WebCap.Recordings;

/// <summary>What a run starts from: the entry of the catalogue, a device that is already capturing, and the folder of the files.</summary>
internal sealed record RecordingStart(Recording Recording, BpfDevice Device, NetworkInterface Interface, string Folder);
