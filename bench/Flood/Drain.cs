using Bpf.Engine.Device;

namespace Flood;

/// <summary>The device's one reader, on a thread of its own: takes every hold buffer and does nothing with it.</summary>
internal sealed class Drain
{
    private readonly BpfDevice device;
    private readonly Thread thread;
    private long bufferCount;

    public Drain(BpfDevice device)
    {
        this.device = device;
        thread = new Thread(Run) { IsBackground = true, Name = "drain" };
    }

    public long BufferCount => Volatile.Read(ref bufferCount);

    public void Start() => thread.Start();

    public void Join() => thread.Join();

    // Until the device is closed.
    private void Run()
    {
        while (device.WaitReadable(this, Timeout.InfiniteTimeSpan) == Errno.OK && device.LendHold(out var loan) is var errno && errno != Errno.ENXIO)
        {
            if (loan is null) throw new InvalidOperationException($"A readable device lends nothing: {errno}.");
            using (loan) loan.Consume();
            Volatile.Write(ref bufferCount, bufferCount + 1);
        }
    }
}
