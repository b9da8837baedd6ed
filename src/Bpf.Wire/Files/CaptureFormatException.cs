namespace Bpf.Wire.Files;

/// <summary>A capture file or batch was refused; <see cref="Fault"/> says where and why.</summary>
public sealed class CaptureFormatException : FormatException
{
    /// <summary>Wraps what the reader found.</summary>
    public CaptureFormatException(CaptureFault fault)
        : base(fault?.Reason) => Fault = fault ?? throw new ArgumentNullException(nameof(fault));

    /// <summary>What was found, and where.</summary>
    public CaptureFault Fault { get; }

    /// <summary>The byte that is wrong or missing, counted from 0.</summary>
    public long Offset => Fault.Offset;
}
