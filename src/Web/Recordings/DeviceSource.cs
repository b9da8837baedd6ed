using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using WebCap.Capture;

namespace WebCap.Recordings;

/// <summary>A device of the recording's own: one hold buffer a turn, or whatever store has, read where it is.</summary>
internal sealed class DeviceSource(OpenedDevice opened, BpfDeviceTable table) : IRecordingSource
{
    private readonly BpfDevice device = opened.Device;

    public NetworkInterface Interface => opened.Interface;

    public TimestampFormat TimestampFormat => device.TimestampFormat;

    // The device is readable when a buffer is full; the other one is all the room there is then.
    public void WakeWhenFull(EventWaitHandle? wake) => device.SignalReadable(wake);

    // Capture goes on into the other buffer meanwhile.
    public SourceTurn Take(BatchWriter write)
    {
        var errno = device.LendHold(out var loan);
        if (errno == Errno.EAGAIN) return default;
        if (errno != Errno.OK) return new SourceTurn(0, End: Ended(errno));
        using (loan)
        {
            // Also what could not be written: it was taken, and is counted as lost.
            loan!.Consume();
            write(new RecordBatch(loan.Records, loan.RecordCount));
            return new SourceTurn(loan.LengthBytes);
        }
    }

    public (long Rejected, long Dropped) GetBooks()
    {
        var statistics = device.GetStatistics();
        return (statistics.Rejected, statistics.Dropped);
    }

    public void Close() => table.Close(device);

    private RecordingEnd Ended(Errno errno) => new(
        RecordingState.Stopped,
        Interface.IsGone ? $"The interface {Interface.Name} has disappeared." : $"The device can no longer be read ({errno}).",
        MayGoOn: true);
}
