using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using WebCap.Capture;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Tokens;

/// <summary>Checks the limits that a new token is to have.</summary>
internal sealed class TokenLimits(FilterCompiler compiler, InterfaceCatalog catalog)
{
    private const int MaxNameLength = 64;

    /// <summary>False with a sentence when they make no sense.</summary>
    public bool TryRead(IssueTokenRequest body, [NotNullWhen(true)] out AccessLimits? limits, [NotNullWhen(false)] out string? fault)
    {
        limits = null;
        var filter = body.Filter?.Trim() ?? "";
        fault = Check(body, filter);
        if (fault is not null) return false;
        limits = new AccessLimits
        {
            Interfaces = body.Interfaces is null ? null : [.. body.Interfaces.Select(name => name!).Distinct()],
            Filter = filter,
            SnapLength = (uint?)body.SnapLength,
            MayDownload = body.MayDownload ?? body.Role != Roles.Viewer,
        };
        return true;
    }

    /// <summary>A new token in words, for the audit log.</summary>
    public static string Describe(TokenRecord token)
    {
        var limits = DeviceAccess.Describe(token.Limits);
        var until = token.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $" until {end.UtcDateTime:yyyy-MM-dd}") : "";
        return $"{token.Name} ({token.Role}{until}){(limits.Length > 0 ? "; " : "")}{limits}; {(token.Limits.MayDownload ? "may" : "may not")} download";
    }

    private string? Check(IssueTokenRequest body, string filter)
    {
        if (body.Role == Roles.Administrator && (body.Interfaces is not null || filter.Length > 0 || body.SnapLength is not null || body.MayDownload == false))
            return "An administrator has no limits: he could make himself a token without them.";
        if (body.Interfaces is { } names)
        {
            if (names.Count is 0 or > AccessLimits.MaxInterfaces) return $"Name 1 to {AccessLimits.MaxInterfaces} interfaces, or leave them out for all.";
            if (names.Any(name => name is null or "" or { Length: > MaxNameLength } || name.Any(char.IsControl)))
                return $"The name of an interface has 1 to {MaxNameLength} characters, none of them a control character.";
        }

        if (body.SnapLength is < 1 or > OpenRequest.DefaultSnapLength) return $"snapLength must be 1 to {OpenRequest.DefaultSnapLength}, or left out.";
        if (filter.Length > AccessLimits.MaxFilterLength) return $"The limiting filter may have {AccessLimits.MaxFilterLength} characters.";
        return filter.Length == 0 ? null : CheckFilter(body.Interfaces, filter);
    }

    // For Ethernet, and for every interface that it will be used on and that is there now. On another link layer that it has no meaning for,
    // nothing may be captured.
    private string? CheckFilter(IReadOnlyList<string?>? names, string filter)
    {
        HashSet<LinkType> linkTypes = [.. catalog.List().Where(each => names?.Contains(each.Name) == true).Select(each => each.LinkType)];
        if (linkTypes.Count == 0) linkTypes.Add(LinkType.Ethernet);
        return linkTypes.Select(linkType => compiler.Compile(filter, linkType).Error?.Message).FirstOrDefault(message => message is not null) is { } message
            ? $"The limiting filter cannot be compiled: {message}"
            : null;
    }
}
