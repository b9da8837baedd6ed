using System.Globalization;

namespace Fanout;

/// <summary>
/// <code>
///   Fanout serve [option of WebCap …]
///   Fanout view ADDRESS TOKEN hub|raw VIEWERS STALLED MINOR …
/// </code>
/// Source of what it does: <see cref="Server"/> and <see cref="Audience"/>.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["serve", .. var options]:
                return await Server.RunAsync(options);
            case ["view", var address, var token, "hub" or "raw", var viewers, var stalled, _, ..]:
                var minors = Array.ConvertAll(args[6..], minor => int.Parse(minor, CultureInfo.InvariantCulture));
                var audience = new Audience(new Uri(address), token, isRaw: args[3] == "raw", minors);
                await audience.RunAsync(int.Parse(viewers, CultureInfo.InvariantCulture), int.Parse(stalled, CultureInfo.InvariantCulture));
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: Fanout serve [option …] | view ADDRESS TOKEN hub|raw VIEWERS STALLED MINOR …");
                return 2;
        }
    }
}
