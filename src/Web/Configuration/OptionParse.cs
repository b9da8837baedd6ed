using System.Globalization;
using System.Net;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;

namespace WebCap.Configuration;

/// <summary>Texts to values. A message continues "--name ", so that every source of an option complains in the same words.</summary>
internal static class OptionParse
{
    public static int Number(string text, int min, int max)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        throw new OptionException($"must be a number from {min} to {max}, not {Quote(text)}.");
    }

    /// <summary>A number of bytes: digits, and perhaps K, M, G or T for the powers of 1,024.</summary>
    public static int Bytes(string text, int min, int max) => (int)Bytes(text, min, (long)max);

    /// <inheritdoc cref="Bytes(string, int, int)"/>
    public static long Bytes(string text, long min, long max)
    {
        var digits = text.AsSpan();
        var unit = 1L;
        if (digits.Length > 0)
        {
            unit = char.ToUpperInvariant(digits[^1]) switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, 'T' => 1L << 40, _ => 1L };
            if (unit > 1) digits = digits[..^1];
        }

        // Compared before the product, which could overflow.
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= max / unit && count * unit >= min)
            return count * unit;
        throw new OptionException($"must be {min} to {max} bytes (K, M, G and T are understood), not {Quote(text)}.");
    }

    public static bool Switch(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => false,
        _ => throw new OptionException($"must be true or false, not {Quote(text)}."),
    };

    public static FilterEngine EngineChoice(string text) => text switch
    {
        "auto" => FilterEngine.Auto,
        "jit" when !FilterProgram.CanCompile => throw new OptionException("cannot be jit: this runtime makes no code while it runs."),
        "jit" => FilterEngine.Jit,
        "interpreter" => FilterEngine.Interpreter,
        _ => throw new OptionException($"must be auto, jit or interpreter, not {Quote(text)}."),
    };

    public static IPEndPoint Address(string text)
    {
        var address = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? string.Concat("127.0.0.1", text.AsSpan("localhost".Length)) : text;
        // Without a colon behind the host there is no port, and IPEndPoint would take 0 for it.
        var hasPort = address.StartsWith('[') ? address.Contains("]:", StringComparison.Ordinal) : address.Count(c => c == ':') == 1;
        if (hasPort && IPEndPoint.TryParse(address, out var endPoint)) return endPoint;
        throw new OptionException($"must be an IP address and a port, such as 127.0.0.1:5270 or [::1]:5270, not {Quote(text)}.");
    }

    /// <summary>Host names separated by commas, without ports.</summary>
    public static IReadOnlyList<string> Hosts(string text)
    {
        var hosts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var host in hosts)
        {
            // A pattern would let names in that nobody listed, which is what the list is there to prevent.
            if (host.Contains('*', StringComparison.Ordinal)) throw new OptionException($"must list exact names; {Quote(host)} is a pattern.");
            var isBracketed = host.StartsWith('[') && host.EndsWith(']');
            if (Uri.CheckHostName(isBracketed ? host[1..^1] : host) == UriHostNameType.Unknown || (host.Contains(':', StringComparison.Ordinal) && !isBracketed))
                throw new OptionException($"must list host names without ports, separated by commas; {Quote(host)} is none.");
        }

        return hosts;
    }

    /// <summary>One of a few words.</summary>
    public static string Choice(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase)) return word;
        }

        throw new OptionException($"must be {string.Join(" or ", words!)}, not {Quote(text)}.");
    }

    /// <summary>The address of a service that speaks HTTP. A secret does not belong into it: command lines can be read by others.</summary>
    public static Uri HttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Length == 0
            ? uri
            : throw new OptionException($"must be an address such as http://127.0.0.1:4318, without a name or password in it, not {Quote(text)}.");

    public static string ExistingFile(string text) =>
        File.Exists(text) ? Path.GetFullPath(text) : throw new OptionException($"must name a file that exists, not {Quote(text)}.");

    public static ReplayOptions Pace(ReplayOptions options, string text)
    {
        if (text == "real") return options with { Pace = ReplayPace.Own };
        if (text == "fast") return options with { Pace = ReplayPace.FlatOut };
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate))
        {
            var paced = options with { Pace = ReplayPace.FixedRate, FramesPerSecond = rate };
            if (paced.Validate() is null) return paced;
        }

        throw new OptionException(
            $"must be real, fast or a number of frames a second up to {ReplayOptions.MaxFramesPerSecond:0}, not {Quote(text)}.");
    }

    /// <summary>A value as a message may repeat it: short, printable and between quotes.</summary>
    public static string Quote(string text)
    {
        var shown = text.Length > 80 ? string.Concat(text.AsSpan(0, 80), "…") : text;
        return "\"" + string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c)) + "\"";
    }
}
