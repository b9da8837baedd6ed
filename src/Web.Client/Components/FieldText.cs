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
    private static string NameOf(string label)
    {
        var start = label.IndexOf(" = ", StringComparison.Ordinal);
        if (start >= 0 && label.AsSpan(0, start).IndexOfAnyExcept(".01 ") < 0) label = label[(start + 3)..];
        var end = label.IndexOf(": ", StringComparison.Ordinal);
        return end > 0 ? label[..end] : label;
    }
}
