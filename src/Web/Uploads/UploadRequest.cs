using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Interfaces;
using WebCap.Configuration;

namespace WebCap.Uploads;

/// <summary>What is said about a file that comes, checked.</summary>
/// <param name="Name">As its owner calls it.</param>
/// <param name="KeepsGood">A file that is damaged is kept as far as it is good.</param>
/// <param name="Pace">How it is played, in words.</param>
/// <param name="Replaying">The same for the interface. The file's own times are kept: whoever uploads a file wants to know when things happened.</param>
internal sealed record UploadRequest(string Name, bool KeepsGood, string Pace, ReplayOptions Replaying)
{
    private const int MaxNameLength = 120;
    private const string DefaultPace = "real";

    /// <summary>Reads the query of POST /api/captures; the fault is a sentence.</summary>
    public static bool TryRead(
        string? name, string? keep, string? pace, bool? loop, [NotNullWhen(true)] out UploadRequest? request, [NotNullWhen(false)] out string? fault)
    {
        request = null;
        fault = null;
        // A browser may send a path; what counts is its end. It is shown to people and opens nothing.
        var shown = (name ?? "").Split('/', '\\')[^1].Trim();
        if (shown.Length == 0) shown = "capture";
        if (shown.Length > MaxNameLength || shown.Any(char.IsControl)) fault = $"name must have 1 to {MaxNameLength} characters, none of them a control character.";
        else if (keep is not (null or "all" or "good")) fault = "keep must be all (a damaged file is refused) or good (it is kept as far as it is good).";
        if (fault is not null) return false;
        pace ??= DefaultPace;
        if (!TryReplay(pace, loop ?? false, out var replaying, out fault)) return false;
        request = new UploadRequest(shown, keep == "good", pace, replaying);
        return true;
    }

    /// <summary>How a file is played, from the words that are kept.</summary>
    public static bool TryReplay(string pace, bool isLooped, [NotNullWhen(true)] out ReplayOptions? replaying, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            replaying = OptionParse.Pace(new ReplayOptions { IsLooped = isLooped, KeepsFileTimes = true }, pace);
            fault = null;
            return true;
        }
        catch (OptionException wrong)
        {
            replaying = null;
            fault = "pace " + wrong.Message;
            return false;
        }
    }
}
