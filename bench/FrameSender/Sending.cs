using System.ComponentModel;

namespace FrameSender;

/// <summary>
/// The loop. Time is cut into slots of a millisecond; in each, what is due by then goes out, in calls of at most a batch. At 50,000 a second that
/// is one call of 50 frames a slot. Between slots the thread sleeps, because on a small machine the receiver needs the processor.
/// </summary>
internal static unsafe class Sending
{
    private const long SlotNs = 1_000_000;

    // A run that was held up by more than this does not make up for it in one burst, which would measure the receiver's worst case instead
    // of its rate: the schedule moves, and the report says by how much.
    private const long LargestBacklogNs = 10 * SlotNs;

    // An interface that takes nothing for this long will not come back.
    private const long PatienceNs = 10_000 * SlotNs;

    public static SendReport Run(PacketSocket socket, FrameBatch batch, SenderOptions options)
    {
        Clock.SharpenSleep();
        // Whatever the loop calls is called once, so that it is compiled before the clock starts: otherwise the first frames are 10 ms late and
        // leave in one burst. Sending no message is allowed and checks nothing but the socket.
        batch.Fill(FrameBatch.Capacity, options.FirstSequence);
        _ = socket.Send(batch.Messages, 0);
        Clock.SleepUntil(Clock.MonotonicNs() + TimeOf(0, 1) + CountBy(0, 1));
        long sent = 0, retries = 0, lateNs = 0, longestGapNs = 0;
        var start = Clock.MonotonicNs();
        var scheduleStart = start;
        var lastSend = start;
        var isPaced = options.FramesPerSecond > 0;
        while (sent < options.Count)
        {
            var due = options.Count;
            if (isPaced)
            {
                var now = Clock.MonotonicNs();
                var backlogNs = now - scheduleStart - TimeOf(sent, options.FramesPerSecond);
                if (backlogNs > LargestBacklogNs)
                {
                    var moved = backlogNs - LargestBacklogNs;
                    lateNs += moved;
                    scheduleStart += moved;
                }

                due = Math.Min(options.Count, CountBy(now - scheduleStart, options.FramesPerSecond));
                if (due <= sent)
                {
                    // The next slot that has a frame in it: at low rates most have none.
                    var next = scheduleStart + TimeOf(sent, options.FramesPerSecond);
                    Clock.SleepUntil(scheduleStart + ((next - scheduleStart + SlotNs - 1) / SlotNs * SlotNs));
                    continue;
                }

                if (sent > 0) longestGapNs = Math.Max(longestGapNs, now - lastSend);
            }

            while (sent < due)
            {
                var count = (int)Math.Min(due - sent, FrameBatch.Capacity);
                batch.Fill(count, options.FirstSequence + (ulong)sent);
                var taken = socket.Send(batch.Messages, count);
                sent += taken;
                var now = Clock.MonotonicNs();
                if (taken > 0)
                {
                    lastSend = now;
                    continue;
                }

                retries++;
                if (now - lastSend > PatienceNs) throw new Win32Exception(Native.ENOBUFS, $"after {sent} frames the interface took no more for 10 seconds");
                Clock.SleepUntil(now + (SlotNs / 10));
            }
        }

        return new SendReport(sent, (lastSend - start) / 1e9, longestGapNs / 1e6, lateNs / 1e6, retries);
    }

    // When frame `index` (0 and up) is due, from the start of the schedule. 128 bits: a long run at a high rate overflows 64.
    private static long TimeOf(long index, int framesPerSecond) => (long)((Int128)index * 1_000_000_000 / framesPerSecond);

    // Frames due within this time; the first is due at 0.
    private static long CountBy(long elapsedNs, int framesPerSecond) => 1 + (long)((Int128)elapsedNs * framesPerSecond / 1_000_000_000);
}
