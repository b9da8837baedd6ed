using Bpf.Engine.Device;

namespace Flood;

/// <summary>The device's one reader, on a thread of its own: takes every hold buffer and does nothing with it.</summary>
internal sealed class Drain
{
    private readonly BpfDevice device;
    private readonly byte[] buffer;
    private readonly Thread thread;
    private long bufferCount;

    public Drain(BpfDevice device, int bufferBytes)
    {
        this.device = device;
        buffer = GC.AllocateUninitializedArray<byte>(bufferBytes, pinned: true);
        thread = new Thread(Run) { IsBackground = true, Name = "drain" };
    }

    public long BufferCount => Volatile.Read(ref bufferCount);

    public void Start() => thread.Start();

    public void Join() => thread.Join();

    // ENXIO, at the latest, when the device is closed.
    private void Run()
    {
        while (true)
        {
            var read = device.ReadAsync(buffer);
            var result = read.IsCompleted ? read.Result : read.AsTask().GetAwaiter().GetResult();
            if (result.Errno != Errno.OK) return;
            Volatile.Write(ref bufferCount, bufferCount + 1);
        }
    }
}
