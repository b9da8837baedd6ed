using System.Globalization;
using Packet.Dissect;

namespace WebCap.Client.Components;

/// <summary>What the status line says of a field: <c>Time to Live (ip.ttl), 1 byte</c>.</summary>
internal static class FieldText
{
    /// <summary>The description; empty for no field.</summary>
    public static string Of(FieldNode? field)
    {
        if (field is null) return "";
        var text = NameOf(field.Label);
        if (field.Name is { } name) text += $" ({name})";
        return field.Length switch
        {
            0 => text,
            1 => text + ", 1 byte",
            _ => text + ", " + field.Length.ToString("N0", CultureInfo.InvariantCulture) + " bytes",
        };
    }

    // A label is the field's name and value, "Time to Live: 64", behind a picture of its bits where it has one: "..1. .... = Syn: Set".
    // What is worked out stands in brackets: "[Length: 103]".
    private static string NameOf(string label)
    {
        if (label.StartsWith('[') && label.EndsWith(']')) label = label[1..^1];
        var start = label.IndexOf(" = ", StringComparison.Ordinal);
        if (start >= 0 && label.AsSpan(0, start).IndexOfAnyExcept(".01 ") < 0) label = label[(start + 3)..];
        var end = label.IndexOf(": ", StringComparison.Ordinal);
        if (end > 0) label = label[..end];
        // A layer's line goes on with what matters in it: "Internet Protocol Version 4, Src: 192.0.2.1".
        var comma = label.IndexOf(", ", StringComparison.Ordinal);
        return comma > 0 ? label[..comma] : label;
    }
}
