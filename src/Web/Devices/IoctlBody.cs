using System.Text.Json;

namespace WebCap.Devices;

/// <summary>What POST /api/devices/{minor}/ioctl takes: <c>{ "request": "BIOCSBLEN", "value": 65536 }</c>.</summary>
/// <param name="Request">The name that bpf(4) has for it.</param>
/// <param name="Value">What the request takes; left out where it takes nothing.</param>
internal sealed record IoctlBody(string? Request, JsonElement Value);
