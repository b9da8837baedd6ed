using Bpf.Engine.Buffers;
using Bpf.Wire;

namespace Bpf.Engine.Device;

/// <summary>
/// A device's hold buffer in the hands of a reader in this process. Work on <see cref="Records"/>, then say <see cref="Consume"/> if the bytes
/// have arrived where they belong, then dispose; without <see cref="Consume"/> the records stay in the device and the next read brings them.
/// One thread at a time. The memory is valid until the loan is disposed, whatever becomes of the device meanwhile.
/// </summary>
public sealed class HoldLoan : IDisposable
{
    private readonly BpfDevice device;
    private bool isConsumed;
    private bool isOver;

    internal HoldLoan(BpfDevice device, PacketBuffer buffer, TimestampFormat timestampFormat)
    {
        this.device = device;
        Buffer = buffer;
        TimestampFormat = timestampFormat;
        LengthBytes = buffer.LengthBytes;
        RecordCount = buffer.RecordCount;
    }

    /// <summary>Whole records with their padding, as a read returns them. The view dies with the loan.</summary>
    /// <exception cref="ObjectDisposedException">The loan is over.</exception>
    public ReadOnlySpan<byte> Records
    {
        get
        {
            ObjectDisposedException.ThrowIf(isOver, this);
            return Buffer.Written;
        }
    }

    /// <summary>Bytes of <see cref="Records"/>.</summary>
    public int LengthBytes { get; }

    /// <summary>Records in it.</summary>
    public int RecordCount { get; }

    /// <summary>What the records' fractions count.</summary>
    public TimestampFormat TimestampFormat { get; }

    internal PacketBuffer Buffer { get; }

    // Under the device's lock: these records are among the delivered ones.
    internal bool IsCounted { get; set; }

    /// <summary>The records have arrived: the end of the loan empties the hold buffer.</summary>
    public void Consume() => isConsumed = true;

    /// <summary>Ends the loan; a second call does nothing.</summary>
    public void Dispose()
    {
        if (isOver) return;
        isOver = true;
        device.EndLoan(this, isConsumed);
    }
}
