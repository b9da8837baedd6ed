using System.Globalization;

namespace WebCap.Client.Components;

/// <summary>Lengths of time for people.</summary>
internal static class SpanText
{
    /// <summary>Two units at most: "42 s", "4 min 10 s", "2 h 5 min", "3 d 4 h".</summary>
    public static string Of(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return span switch
        {
            { TotalMinutes: < 1 } => Format($"{span.TotalSeconds:0} s"),
            { TotalHours: < 1 } => Format($"{span.Minutes} min {span.Seconds} s"),
            { TotalDays: < 1 } => Format($"{span.Hours} h {span.Minutes} min"),
            _ => Format($"{span.Days} d {span.Hours} h"),
        };
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
