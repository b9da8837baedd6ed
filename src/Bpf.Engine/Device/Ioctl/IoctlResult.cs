using Bpf.Engine.Filter;

namespace Bpf.Engine.Device.Ioctl;

/// <summary>What a request came to.</summary>
/// <param name="Errno">OK, or why not.</param>
/// <param name="Value">What it answers; null for nothing.</param>
/// <param name="Reason">Beside an errno, what was wrong, where more can be said than the errno does.</param>
/// <param name="Violation">Beside the EINVAL of a program, the rule and the instruction that breaks it [IOCTL-5].</param>
public readonly record struct IoctlResult(Errno Errno, IoctlValue? Value = null, string? Reason = null, ValidationError Violation = default);
