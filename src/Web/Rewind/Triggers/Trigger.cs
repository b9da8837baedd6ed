using Bpf.Engine.Filter;
using Bpf.Wire;

namespace WebCap.Rewind.Triggers;

/// <summary>
/// A trigger on a window, and what it has counted since the service started. One watch at a time judges packets with it; any thread reads the counts.
/// </summary>
internal sealed class Trigger(KeptTrigger kept, TimeProvider time)
{
    private readonly TriggerGate gate = new(kept.Settings, time);
    private FilterProgram? program;
    private long matches;
    private long suppressed;
    private long unseen;
    private string? fault;
    private TriggerOutcome outcome = TriggerOutcome.None;

    public KeptTrigger Kept => kept;

    /// <summary>Why it cannot watch; null when it can.</summary>
    public string? Fault => Volatile.Read(ref fault);

    /// <summary>Packets that the filter accepted.</summary>
    public long Matches => Volatile.Read(ref matches);

    /// <summary>Those that would have fired it, had it not just fired.</summary>
    public long Suppressed => Volatile.Read(ref suppressed);

    /// <summary>Packets that the window had lost or forgotten before they could be looked at.</summary>
    public long Unseen => Volatile.Read(ref unseen);

    /// <summary>How often it fired, and what came of the last time.</summary>
    public TriggerOutcome Outcome => Volatile.Read(ref outcome);

    /// <summary>A new window has begun, with packets of another link type perhaps.</summary>
    public bool TryCompile(FilterCompiler compiler, LinkType linkType, FilterEngine engine)
    {
        var compiled = compiler.Compile(kept.Settings.Filter, linkType);
        compiled.Program?.Use(engine);
        program = compiled.Program;
        Volatile.Write(ref fault, compiled.Error is { } error ? $"Its filter has no meaning on this interface now: {error.Message}" : null);
        return compiled.Succeeded;
    }

    /// <summary>It watches no longer.</summary>
    public void Break(string reason) => Volatile.Write(ref fault, reason);

    /// <summary>Whether this packet fires it.</summary>
    public bool Judge(in RecordHeader header, ReadOnlySpan<byte> frame, long arrival)
    {
        if (program is not null && program.Run(frame, header.WireLength) == 0) return false;
        Volatile.Write(ref matches, matches + 1);
        var verdict = gate.Judge(arrival);
        if (verdict == TriggerVerdict.Suppress) Volatile.Write(ref suppressed, suppressed + 1);
        return verdict == TriggerVerdict.Fire;
    }

    public void Miss(long records) => Interlocked.Add(ref unseen, records);

    /// <summary>Replaces the outcome by what <paramref name="change"/> makes of it.</summary>
    public void Note(Func<TriggerOutcome, TriggerOutcome> change)
    {
        TriggerOutcome before;
        do before = Outcome;
        while (Interlocked.CompareExchange(ref outcome, change(before), before) != before);
    }
}
