using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using WebCap.Capture;

namespace WebCap.Recordings;

/// <summary>What a download's address asks for beyond the recording: <c>?filter=tcp port 80&amp;from=2030-01-01T12:00:00Z&amp;to=1893499200.5</c>.</summary>
/// <param name="Filter">An expression of pcap-filter(7).</param>
/// <param name="From">The first moment that is wanted: ISO 8601, or seconds since 1970.</param>
/// <param name="To">The first moment after it that is not.</param>
internal sealed record ExtractQuery(string? Filter, string? From, string? To)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nothing is asked for but the files as they are.</summary>
    public bool IsWhole => string.IsNullOrWhiteSpace(Filter) && string.IsNullOrEmpty(From) && string.IsNullOrEmpty(To);

    /// <summary>Checks and compiles it for the packets of <paramref name="recording"/>.</summary>
    /// <param name="recording">Whose packets.</param>
    /// <param name="compiler">Compiles the filter.</param>
    /// <param name="engine">What the service runs filters with. Where that is for it to find out, it is machine code from the first packet on: a scan is a million of them.</param>
    /// <param name="extract">What copies the packets.</param>
    /// <param name="refusal">What is wrong.</param>
    public bool TryCompile(
        Recording recording,
        FilterCompiler compiler,
        FilterEngine engine,
        [NotNullWhen(true)] out RecordingExtract? extract,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        extract = null;
        if (!TryParse(From, 0, out var from) || !TryParse(To, long.MaxValue, out var to) || from > to)
        {
            refusal = new Refusal(Errno.EINVAL, "record", "from and to must be moments, the earlier one first: 2030-01-01T12:00:00Z, or seconds since 1970.");
            return false;
        }

        var result = compiler.Compile(Filter ?? "", recording.LinkType);
        refusal = result.Succeeded ? null : Refusal.Filter(result.Error);
        if (refusal is not null) return false;
        result.Program?.Use(engine == FilterEngine.Auto ? FilterEngine.Jit : engine);
        extract = new RecordingExtract(recording.Settings.Format, result.Program, from, to);
        return true;
    }

    private static bool TryParse(string? text, long missing, out long nanoseconds)
    {
        nanoseconds = missing;
        if (string.IsNullOrEmpty(text)) return true;
        // Seconds as tcpdump and tshark print them, to the nanosecond; a decimal has the digits for that, a double has not.
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            if (seconds > long.MaxValue / NanosecondsPerSecond) return false;
            nanoseconds = (long)(seconds * NanosecondsPerSecond);
            return true;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return false;
        var ticks = (moment - DateTimeOffset.UnixEpoch).Ticks;
        nanoseconds = (long)Math.Clamp((decimal)ticks * TimeSpan.NanosecondsPerTick, 0, long.MaxValue);
        return true;
    }
}
