using System.Globalization;
using Bpf.Engine.Filter;
using TapBench;

const int DeviceCount = 16;
int[] lengths = [64, 1514];

var usual = Filters.Compile(Filters.Usual);
FilterProgram[] sixteen = [.. Filters.Sixteen.Select(Filters.Compile)];
var rounds = new Rounds();
var checks = new List<Func<bool>>();
foreach (var length in lengths)
{
    var frames = new FrameSet(length);
    var bare = new BareCopy(frames, 1);
    var tap = new TapRun(frames, [usual]);
    var plain = new TapRun(frames, [null]);
    var unread = new TapRun(frames, [usual], isRead: false);
    var filter = new FilterRun(frames, usual);
    var bareMany = new BareCopy(frames, DeviceCount);
    var tapMany = new TapRun(frames, sixteen);

    // The same bytes in the same places, header for header, before anything is timed.
    for (var start = 0; start < frames.Count; start += frames.ChunkFrames)
    {
        bare.Chunk(start);
        bareMany.Chunk(start);
        foreach (var run in (TapRun[])[tap, plain, tapMany])
        {
            if (!run.ReadChunk(start).AsSpan().SequenceEqual(bare.LastChunk) || !bare.LastChunk.SequenceEqual(bareMany.LastChunk))
                throw new InvalidOperationException($"The tap and the bare copy made different records of frames of {length} bytes.");
        }
    }

    // What is compared stands next to each other.
    rounds.Add($"filter_{length}", filter, frames.Count);
    rounds.Add($"unread_{length}", unread, frames.Count);
    rounds.Add($"plain_{length}", plain, frames.Count);
    rounds.Add($"bare_{length}", bare, frames.Count);
    rounds.Add($"tap_{length}", tap, frames.Count);
    rounds.Add($"bare16_{length}", bareMany, frames.Count);
    rounds.Add($"tap16_{length}", tapMany, frames.Count);
    checks.Add(() => ((TapRun[])[tap, plain, tapMany]).All(run => run.CapturedByEach == run.Offered && run.DroppedByEach == 0));
    checks.Add(() => unread.CapturedByEach == unread.Offered && unread.DroppedByEach == unread.Offered - (2 * frames.ChunkFrames));
    checks.Add(() => filter.AcceptsAll);
}

rounds.Measure();
if (!checks.All(check => check())) throw new InvalidOperationException("A run did not do the work that was timed.");

foreach (var length in lengths)
{
    Print($"bare_copy_ns_{length}", rounds.Ns($"bare_{length}"));
    Print($"filter_ns_{length}", rounds.Ns($"filter_{length}"));
    Print($"tap_ns_{length}", rounds.Ns($"tap_{length}"));
    Print($"tap_extra_ns_{length}", rounds.Extra($"tap_{length}", $"bare_{length}"));
    Print($"tap_vs_copy_{length}", rounds.Ratio($"tap_{length}", $"bare_{length}"));
    Print($"no_filter_extra_ns_{length}", rounds.Extra($"plain_{length}", $"bare_{length}"));
    Print($"unread_extra_ns_{length}", rounds.Extra($"unread_{length}", $"filter_{length}"));
    Print($"bare_copy16_ns_{length}", rounds.Ns($"bare16_{length}"));
    Print($"tap16_ns_{length}", rounds.Ns($"tap16_{length}"));
    Print($"tap16_extra_ns_a_device_{length}", rounds.Extra($"tap16_{length}", $"bare16_{length}") / DeviceCount);
    Print($"tap16_vs_copy_{length}", rounds.Ratio($"tap16_{length}", $"bare16_{length}"));
}

Print("allocated_bytes", rounds.AllocatedBytes);

static void Print(string key, double value) => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key}={value:0.##}"));
