namespace Bpf.Engine.Device;

// The capture thread's patience. A run of frames fills a store buffer faster than a woken reader is on a processor, and what does not fit is lost,
// while the kernel's ring behind the capture thread still has room for thousands of frames. So where that is so, the thread waits, between two
// runs, for a reader that has been woken or that holds a loan. A device without a reader costs no patience, and neither does a reader that did
// not come: it is not waited for again until it has been there.
//
//   run ends, store nearly full, hold full -> reader woken -> [ capture waits ] -> reader takes hold, store rotates -> next run
public sealed partial class BpfDevice
{
    // Blocks at once when it has to: the processor is what the reader needs.
    private readonly ManualResetEventSlim roomCame = new(initialState: false, spinCount: 0);

    // Somebody was woken to read, or reads from a loan, and hold is not empty yet. Under the lock.
    private bool isReaderComing;

    // Written at the beginning and the end of a run, under the lock: where store stood, what a run has come to lately
    // (the largest fades by an eighth a run), and whether the next one may not fit.
    private int storeBytesBefore;
    private long fillingBefore;
    private int runBytes;
    private bool isShortOfRoom;

    /// <summary>Between two runs, holding no lock: true when another run has room, or nobody comes to make it; else after <paramref name="slice"/> false.</summary>
    internal bool AwaitRoom(TimeSpan slice) => !isShortOfRoom || roomCame.Wait(slice);

    /// <summary>The reader that was waited for did not come.</summary>
    internal void GiveUpOnReader()
    {
        if (!isShortOfRoom) return;
        using (sync.Enter()) isReaderComing = isShortOfRoom = false;
    }

    // At the beginning of a run, under the lock.
    private void NoteRoom()
    {
        if (buffers is null) return;
        storeBytesBefore = buffers.StoreBytes;
        fillingBefore = buffers.Filling;
    }

    // At the end of a run, under the lock: a reader that makes room does so later, so what it signals is not lost.
    private void NoteShortage()
    {
        isShortOfRoom = false;
        if (buffers is null) return;
        var stored = buffers.Filling == fillingBefore ? buffers.StoreBytes - storeBytesBefore : buffers.CapacityBytes - storeBytesBefore + buffers.StoreBytes;
        runBytes = Math.Max(stored, runBytes - (runBytes / 8));
        isShortOfRoom = isReaderComing && buffers.HoldBytes > 0 && buffers.CapacityBytes - buffers.StoreBytes < 2 * runBytes;
        if (isShortOfRoom) roomCame.Reset();
    }

    // Hold is empty again.
    private void OnRoom()
    {
        isReaderComing = false;
        roomCame.Set();
    }
}
