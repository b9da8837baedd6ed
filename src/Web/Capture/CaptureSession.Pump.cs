using Bpf.Engine.Device;
using Bpf.Wire;

namespace WebCap.Capture;

// The device's one reader.
internal sealed partial class CaptureSession
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "The pump of device {Minor} failed.")]
    private static partial void LogPumpFault(ILogger logger, int minor, Exception fault);

    private void StartPump()
    {
        isPumping = true;
        pump = Task.Run(RunPumpAsync);
    }

    // A fault in the pump is a bug; viewers must learn that nothing more comes, and the log must have it.
    private async Task RunPumpAsync()
    {
        try
        {
            await PumpAsync();
        }
        catch (Exception fault)
        {
            LogPumpFault(logger, Device.Minor, fault);
            lock (sync)
            {
                isPumping = false;
                End("An internal error ended this stream; the service's log has it.");
            }
        }
    }

    private async Task PumpAsync()
    {
        while (await WaitAsync())
        {
            var result = ReadOne();
            switch (result.Errno)
            {
                case Errno.OK:
                    await PaceAsync(result);
                    break;
                case Errno.EAGAIN:
                    break;
                case Errno.EIO when Device.Describe().IsInterfaceGone:
                    lock (sync)
                    {
                        isPumping = false;
                        End($"The interface {Interface.Name} has disappeared.");
                    }

                    return;
                case Errno.EIO:
                    // A blocking read over the API has the device; when it is over the pump goes on.
                    await DelayAsync(options.PushInterval);
                    break;
                default:
                    lock (sync)
                    {
                        isPumping = false;
                        End($"The device can no longer be read ({result.Errno}).");
                    }

                    return;
            }
        }
    }

    // Waits until there is something to read, at most the push interval: a device that is not in immediate mode becomes readable only when a
    // whole buffer is full, and a person does not want to wait for that. False when nobody has watched for the grace period, or at the end.
    private async Task<bool> WaitAsync()
    {
        var errno = await Device.WaitReadableAsync(this, options.PushInterval, closing.Token);
        if (errno == Errno.EIO) await DelayAsync(options.PushInterval);
        lock (sync)
        {
            var isOver = closing.IsCancellationRequested || errno is Errno.ENXIO
                || (feeds.Count == 0 && time.GetUtcNow() - unwatchedSince > options.ViewerGrace);
            if (isOver) isPumping = false;
            return !isOver;
        }
    }

    private ReadResult ReadOne()
    {
        var bufferBytes = Device.BufferBytes;
        lock (sync)
        {
            if (slab is null || pool.SlabBytes - slabUsedBytes < bufferBytes)
            {
                slab?.Release();
                slab = pool.Rent();
                slabUsedBytes = 0;
            }

            var result = Device.Read(slab.Memory.AsSpan(slabUsedBytes, bufferBytes));
            if (result.Errno != Errno.OK) return result;
            slab.AddReference();
            var batch = new Batch(slab, slabUsedBytes, result.LengthBytes, Describe(BatchKind.Records, nextSequence++, nextRecord, result.RecordCount));
            slabUsedBytes += result.LengthBytes;
            nextRecord += result.RecordCount;
            foreach (var feed in feeds) feed.Add(batch);
            Remember(batch);
            return result;
        }
    }

    // The backlog takes over the batch's first reference. A past that was asked for is kept beside what is kept of the present.
    private void Remember(Batch batch)
    {
        backlog.Enqueue(batch);
        backlogBytes += batch.LengthBytes;
        while (backlogBytes > options.BacklogBytes + (Past?.Bytes ?? 0) && backlog.TryDequeue(out var oldest))
        {
            backlogBytes -= oldest.LengthBytes;
            oldest.Release();
        }
    }

    // A batch that left most of the buffer empty means light traffic: the next frames may wait a moment and travel together. A fuller one means
    // the next is filling already, and waiting could cost frames.
    private Task PaceAsync(ReadResult result) =>
        result.LengthBytes < Device.BufferBytes / 4 ? DelayAsync(options.ImmediateInterval) : Task.CompletedTask;

    private async Task DelayAsync(TimeSpan delay) =>
        await Task.Delay(delay, time, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
