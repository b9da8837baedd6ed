using System.CommandLine;
using System.Globalization;

namespace WebCap.Cli.Capture;

/// <summary>Options that take a number from 1 on.</summary>
internal static class NumberOption
{
    // 2^31 - 1 seconds are 68 years, bytes more than any frame has, and packets enough for an hour at a line rate that nobody prints.
    private const long Largest = int.MaxValue;

    public static Option<long?> Create(string name, string description, string unit, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Largest) return number;
            result.AddError($"{name} must be a number from 1 to {Largest}, not \"{text}\".");
            return null;
        },
    };
}
