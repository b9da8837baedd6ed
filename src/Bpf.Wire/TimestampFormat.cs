namespace Bpf.Wire;

/// <summary>What the fraction field of a record header counts (BIOCSTSTAMP).</summary>
public enum TimestampFormat : byte
{
    /// <summary>Millionths of a second, the device's default.</summary>
    Microseconds = 0,

    /// <summary>Billionths of a second.</summary>
    Nanoseconds = 1,
}
