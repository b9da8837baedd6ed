using System.Globalization;

namespace WebCap.Client.Store;

/// <summary>Times as the packet list shows them, in microseconds. The field tree has the nanoseconds.</summary>
internal static class TimeText
{
    private const long NanosecondsAMicrosecond = 1_000;
    private const long MicrosecondsASecond = 1_000_000;
    private const long SecondsADay = 86_400;

    /// <summary>Seconds from the first packet: <c>12.003400</c>; negative for a packet whose clock was behind.</summary>
    public static string SinceFirst(long nanoseconds, long firstNanoseconds)
    {
        var difference = unchecked(nanoseconds - firstNanoseconds) / NanosecondsAMicrosecond;
        Span<char> text = stackalloc char[32];
        var at = text.Length;
        at = PutFraction(text, at, Math.Abs(difference % MicrosecondsASecond));
        var seconds = Math.Abs(difference / MicrosecondsASecond);
        do
        {
            text[--at] = (char)('0' + (seconds % 10));
            seconds /= 10;
        }
        while (seconds > 0);
        if (difference < 0) text[--at] = '-';
        return new string(text[at..]);
    }

    /// <summary>Time of day, UTC: <c>23:59:59.999999</c>.</summary>
    public static string TimeOfDay(long nanoseconds)
    {
        var microseconds = FloorDivide(nanoseconds, NanosecondsAMicrosecond);
        var fraction = Modulo(microseconds, MicrosecondsASecond);
        var second = (int)Modulo(FloorDivide(microseconds, MicrosecondsASecond), SecondsADay);
        Span<char> text = stackalloc char[15];
        PutFraction(text, text.Length, fraction);
        PutTwo(text, second / 3600);
        text[2] = ':';
        PutTwo(text[3..], second / 60 % 60);
        text[5] = ':';
        PutTwo(text[6..], second % 60);
        return new string(text);
    }

    /// <summary>Date and time for a file name: <c>20250102T030405Z</c>.</summary>
    public static string ForFileName(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static int PutFraction(Span<char> text, int at, long microseconds)
    {
        for (var digit = 0; digit < 6; digit++, microseconds /= 10) text[--at] = (char)('0' + (microseconds % 10));
        text[--at] = '.';
        return at;
    }

    private static void PutTwo(Span<char> text, int value)
    {
        text[0] = (char)('0' + (value / 10));
        text[1] = (char)('0' + (value % 10));
    }

    private static long FloorDivide(long value, long by) => value >= 0 ? value / by : -((-(value + 1) / by) + 1);

    private static long Modulo(long value, long by) => value - (FloorDivide(value, by) * by);
}
