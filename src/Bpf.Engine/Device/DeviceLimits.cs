using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Device;

/// <summary>The bounds of a device table. Each is an option of the service.</summary>
public sealed record DeviceLimits
{
    /// <summary>The most devices a table can have.</summary>
    public const int MaxDeviceCount = 4096;

    /// <summary>The largest value of <see cref="MaxBufferBytes"/>: 64 MiB.</summary>
    public const int LargestBufferBytes = 64 * 1024 * 1024;

    /// <summary>The most instructions that <see cref="MaxInstructions"/> may allow.</summary>
    public const int LargestInstructionCount = 4096;

    /// <summary>Devices that can be open at once [OPEN-1].</summary>
    public int DeviceCount { get; init; } = 16;

    /// <summary>Buffer size of a device that did not ask for another [OPEN-3].</summary>
    public int DefaultBufferBytes { get; init; } = 32768;

    /// <summary>The largest buffer (net.bpf.maxbufsize) [BUF-2].</summary>
    public int MaxBufferBytes { get; init; } = 262144;

    /// <summary>The longest filter program [IOCTL-5].</summary>
    public int MaxInstructions { get; init; } = 512;

    /// <summary>What runs the filters of the devices: no bound, but like them one choice for the whole table.</summary>
    public FilterEngine FilterEngine { get; init; }

    /// <summary>The smallest buffer: one record header.</summary>
    public static int MinBufferBytes => (int)RecordHeader.WordAlign(RecordHeader.Length);

    /// <summary>
    /// The size that a buffer gets when <paramref name="sizeBytes"/> is asked for [BUF-2]: clamped, then aligned, as BSD does. A maximum that is
    /// itself unaligned is aligned down so as never to be exceeded.
    /// </summary>
    public int FitBufferBytes(long sizeBytes)
    {
        var largest = MaxBufferBytes & ~(RecordHeader.Alignment - 1);
        return (int)Math.Min(RecordHeader.WordAlign(Math.Clamp(sizeBytes, MinBufferBytes, largest)), largest);
    }

    /// <summary>Names what is out of bounds, or returns null.</summary>
    public string? Validate() => this switch
    {
        { DeviceCount: < 1 or > MaxDeviceCount } => $"The device count must be 1 to {MaxDeviceCount}, not {DeviceCount}.",
        { MaxBufferBytes: > LargestBufferBytes } => $"The largest buffer size must be at most {LargestBufferBytes} bytes, not {MaxBufferBytes}.",
        _ when MaxBufferBytes < MinBufferBytes => $"The largest buffer size must be at least {MinBufferBytes} bytes, not {MaxBufferBytes}.",
        _ when DefaultBufferBytes < MinBufferBytes || DefaultBufferBytes > MaxBufferBytes =>
            $"The default buffer size must be {MinBufferBytes} to {MaxBufferBytes} bytes, not {DefaultBufferBytes}.",
        { MaxInstructions: < 1 or > LargestInstructionCount } =>
            $"The longest filter program must be 1 to {LargestInstructionCount} instructions, not {MaxInstructions}.",
        _ => null,
    };
}
