namespace Packet.Dissect.Text;

/// <summary>Hexadecimal in lower case, as Wireshark writes it.</summary>
internal static class Hex
{
    internal static char Digit(int nibble) => (char)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);

    /// <summary>The value with its prefix: <c>0x0800</c> for 4 digits.</summary>
    internal static string Of(ulong value, int digits) => string.Create(digits + 2, (value, digits), static (span, state) =>
    {
        span[0] = '0';
        span[1] = 'x';
        for (var i = 0; i < state.digits; i++)
            span[i + 2] = Digit((int)(state.value >> ((state.digits - 1 - i) * 4)) & 15);
    });

    /// <summary>The bytes without separators; beyond <paramref name="maxBytes"/> an ellipsis stands for the rest.</summary>
    internal static string Bytes(ReadOnlySpan<byte> bytes, int maxBytes = 36)
    {
        var shown = Math.Min(bytes.Length, maxBytes);
        var text = Convert.ToHexStringLower(bytes[..shown]);
        return shown < bytes.Length ? text + "…" : text;
    }
}
