using System.Text;

namespace Bpf.Wire.Files;

/// <summary>Texts of options: UTF-8 without an end mark.</summary>
internal static class PcapngText
{
    /// <summary>The longest that an option's length can say.</summary>
    public const int MaxBytes = ushort.MaxValue;

    /// <summary>Cut between two characters where it is longer than <paramref name="maxBytes"/>; empty for null.</summary>
    public static ReadOnlySpan<byte> Encode(string? text, int maxBytes)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var utf8 = new byte[Math.Min(Encoding.UTF8.GetMaxByteCount(text.Length), maxBytes)];
        // Stops at the last whole character that fits; a lone surrogate becomes U+FFFD.
        Encoding.UTF8.GetEncoder().Convert(text, utf8, flush: true, out _, out var length, out _);
        return utf8.AsSpan(0, length);
    }
}
