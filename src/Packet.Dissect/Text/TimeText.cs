using System.Globalization;

namespace Packet.Dissect.Text;

/// <summary>Spans of time as Wireshark writes them.</summary>
internal static class TimeText
{
    /// <summary>Seconds with nine decimals.</summary>
    internal static string Seconds(long nanoseconds)
    {
        var sign = nanoseconds < 0 ? "-" : "";
        var magnitude = nanoseconds < 0 ? (ulong)(-(nanoseconds + 1)) + 1 : (ulong)nanoseconds;
        return $"{sign}{magnitude / 1_000_000_000}.{magnitude % 1_000_000_000:D9}";
    }

    /// <summary>Milliseconds with three decimals.</summary>
    internal static string Milliseconds(long nanoseconds)
        => (nanoseconds / 1_000_000.0).ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>A lifetime in seconds with its larger units in words: <c>300 (5 minutes)</c>.</summary>
    internal static string Lifetime(uint seconds)
    {
        if (seconds == 0) return "0 (0 seconds)";
        var text = "";
        AppendUnit(ref text, seconds / 86400, "day");
        AppendUnit(ref text, seconds / 3600 % 24, "hour");
        AppendUnit(ref text, seconds / 60 % 60, "minute");
        AppendUnit(ref text, seconds % 60, "second");
        return $"{seconds} ({text})";
    }

    private static void AppendUnit(ref string text, uint count, string unit)
    {
        if (count == 0) return;
        if (text.Length > 0) text += ", ";
        text += count == 1 ? $"1 {unit}" : $"{count} {unit}s";
    }
}
