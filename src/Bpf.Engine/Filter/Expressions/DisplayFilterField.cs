using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>A field of a display filter that a capture filter can test.</summary>
/// <param name="Kind">How its values are written in a capture filter.</param>
/// <param name="Form">The capture filter's words before the value, or its expression for the value.</param>
/// <param name="Presence">The capture filter for "the packet has this field".</param>
internal sealed record DisplayFilterField(DisplayFilterFieldKind Kind, string Form, string Presence)
{
    private const int MaxPort = 65535;

    /// <summary>The capture filter for <c>field sign value</c>; null if there is none.</summary>
    public DisplayFilterTerm? Compare(string sign, string value) => Kind switch
    {
        DisplayFilterFieldKind.IPv4 => Equality(sign, Network(value, AddressFamily.InterNetwork)),
        DisplayFilterFieldKind.IPv6 => Equality(sign, Network(value, AddressFamily.InterNetworkV6)),
        DisplayFilterFieldKind.Ethernet => Equality(sign, AddressScanner.Ethernet(value) == value.Length ? $"{Form} {value}" : null),
        DisplayFilterFieldKind.Named => Equality(sign, TryNumber(value, out var number) ? $"{Form} {Written(value, number)}" : null),
        DisplayFilterFieldKind.Shifting => sign == "==" && TryNumber(value, out var label)
            ? new DisplayFilterTerm($"{Form} {label}", ShiftsOffsets: true)
            : null,
        DisplayFilterFieldKind.Port => TryNumber(value, out var port) && port <= MaxPort ? PortTerm(sign, (int)port) : null,
        DisplayFilterFieldKind.Number => TryNumber(value, out var operand) ? new($"{Form} {sign} {Written(value, operand)}") : null,
        DisplayFilterFieldKind.Flag => FlagTerm(sign, value),
        _ => null,
    };

    /// <summary>The capture filter for "any of its values lies between these two"; null if there is none.</summary>
    public DisplayFilterTerm? Between(string low, string high)
    {
        if (!TryNumber(low, out var from) || !TryNumber(high, out var to) || from > to) return null;
        return Kind switch
        {
            DisplayFilterFieldKind.Port => to <= MaxPort ? new(Range((int)from, (int)to)) : null,
            DisplayFilterFieldKind.Number => new($"{Form} >= {from} and {Form} <= {to}", "and"),
            _ => null,
        };
    }

    /// <summary>The capture filter for <c>field &amp; mask</c>, which is true when a bit of the mask is set; null if there is none.</summary>
    public DisplayFilterTerm? AnyBit(string mask) =>
        Kind == DisplayFilterFieldKind.Number && TryNumber(mask, out var bits) ? new($"{Form} & {Written(mask, bits)} != 0") : null;

    private DisplayFilterTerm? Equality(string sign, string? condition) => (sign, condition) switch
    {
        (_, null) => null,
        ("==", _) => new(condition),
        // A display filter is true only of packets that have the field; a field without a presence is in every packet.
        ("!=", _) => Presence.Length == 0 ? new($"not {condition}") : new($"{Presence} and not {condition}", "and"),
        _ => null,
    };

    private DisplayFilterTerm? PortTerm(string sign, int port) => sign switch
    {
        "==" or "!=" => Equality(sign, $"{Form} {port}"),
        ">" => port < MaxPort ? new(Range(port + 1, MaxPort)) : null,
        ">=" => new(Range(port, MaxPort)),
        "<" => port > 0 ? new(Range(0, port - 1)) : null,
        "<=" => new(Range(0, port)),
        _ => null,
    };

    private string Range(int from, int to) => from == to ? $"{Form} {from}" : $"{Form}range {from}-{to}";

    private DisplayFilterTerm? FlagTerm(string sign, string value)
    {
        bool? set = value switch
        {
            "1" => true,
            "0" => false,
            _ => bool.TryParse(value, out var parsed) ? parsed : null,
        };
        if (set is null || sign is not ("==" or "!=")) return null;
        return new($"{Form} {(set == (sign == "==") ? "!=" : "=")} 0");
    }

    /// <summary>"host A", or "net N/P" with the bits behind the prefix cleared, which libpcap insists on.</summary>
    private string? Network(string value, AddressFamily family)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? value : value[..slash];
        if (!IsWholeAddress(host, family) || !IPAddress.TryParse(host, out var address) || address.AddressFamily != family) return null;
        if (slash < 0) return $"{Form} {host}";
        var bytes = address.GetAddressBytes();
        if (!int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > bytes.Length * 8)
            return null;
        for (var bit = prefix; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{Form.Replace("host", "net", StringComparison.Ordinal)} {new IPAddress(bytes)}/{prefix}";
    }

    private static bool IsWholeAddress(string text, AddressFamily family) =>
        (family == AddressFamily.InterNetwork ? AddressScanner.IPv4(text, parts: 4) : AddressScanner.IPv6(text)) == text.Length;

    private static bool TryNumber(string text, out uint number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>As the user wrote it, hexadecimal or decimal; but never with leading zeros, which libpcap reads as octal.</summary>
    private static string Written(string value, uint number) =>
        value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value : number.ToString(CultureInfo.InvariantCulture);
}
