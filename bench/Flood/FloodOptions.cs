using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Flood;

/// <summary>What to capture, and through what.</summary>
/// <param name="Interface">Where the frames come in.</param>
/// <param name="Filter">A filter expression; empty for none.</param>
/// <param name="RingBytes">The kernel ring's size.</param>
/// <param name="BufferBytes">Size of each of the device's two buffers.</param>
internal sealed record FloodOptions(string Interface, string Filter, int RingBytes, int BufferBytes)
{
    public const string Usage = "Flood --interface NAME [--filter EXPRESSION] [--ring BYTES] [--buffer BYTES]";

    /// <summary>False with a sentence that says what is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out FloodOptions? options, [NotNullWhen(false)] out string? fault)
    {
        options = new FloodOptions("", "", 32 * 1024 * 1024, 1024 * 1024);
        fault = null;
        for (var i = 0; i < arguments.Length && fault is null; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                fault = $"{arguments[i]} needs a value.";
                break;
            }

            var value = arguments[i + 1];
            var bytes = 0;
            fault = arguments[i] switch
            {
                "--interface" or "--filter" => null,
                "--ring" or "--buffer" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out bytes) => null,
                "--ring" or "--buffer" => $"{arguments[i]} {value}: not a number of bytes.",
                _ => $"{arguments[i]} is no argument of this program.",
            };
            options = arguments[i] switch
            {
                "--interface" => options with { Interface = value },
                "--filter" => options with { Filter = value },
                "--ring" => options with { RingBytes = bytes },
                _ => options with { BufferBytes = bytes },
            };
        }

        if (fault is null && options.Interface.Length == 0) fault = "--interface is missing.";
        if (fault is not null) options = null;
        return fault is null;
    }
}
