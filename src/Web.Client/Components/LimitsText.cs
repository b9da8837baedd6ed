using System.Globalization;
using WebCap.Client.Api;

namespace WebCap.Client.Components;

/// <summary>A token's limits in words.</summary>
internal static class LimitsText
{
    /// <summary>Empty when there are none.</summary>
    public static string Of(LimitsInfo limits)
    {
        List<string> parts = [];
        if (limits.Interfaces is { } interfaces) parts.Add($"on {string.Join(", ", interfaces)}");
        if (limits.Filter.Length > 0) parts.Add($"only {limits.Filter}");
        if (limits.SnapLength is { } bytes) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes a frame"));
        if (!limits.MayDownload) parts.Add("no downloads");
        return string.Join("; ", parts);
    }
}
