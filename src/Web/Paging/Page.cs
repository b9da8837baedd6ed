using System.Globalization;

namespace WebCap.Paging;

/// <summary>A page of a list, in the list's order, and where the pages beside it are (RFC 8288).</summary>
internal sealed class Page<T>
{
    private readonly PageRequest request;
    private readonly long? previous;

    private Page(PageRequest request, IReadOnlyList<T> items, long? next, long? previous) =>
        (this.request, Items, Next, this.previous) = (request, items, next, previous);

    public IReadOnlyList<T> Items { get; }

    /// <summary>The number that the next page begins behind; null on the last page.</summary>
    public long? Next { get; }

    /// <param name="request">What was wanted.</param>
    /// <param name="read">What a store read for it: up to <see cref="PageRequest.Wanted"/> entries, in its direction.</param>
    /// <param name="number">An entry's number.</param>
    public static Page<T> Of(PageRequest request, IReadOnlyList<T> read, Func<T, long> number)
    {
        var hasMore = read.Count > request.Limit;
        var items = read.Take(request.Limit).ToArray();
        if (request.IsBackward) Array.Reverse(items);
        // Where it was come from there are entries, or were: whoever has gone a page further can go back.
        var hasCursor = request.Before is not null || request.After is not null;
        var hasNext = request.IsBackward || hasMore;
        var hasPrevious = request.IsBackward ? hasMore : hasCursor;
        return new Page<T>(
            request,
            items,
            hasNext ? items.Length > 0 ? number(items[^1]) : Beside(request) : null,
            hasPrevious ? items.Length > 0 ? number(items[0]) : Beside(request) : null);
    }

    /// <summary>The entries as a JSON array, with the links.</summary>
    public IResult Answer<TView>(HttpContext context, Func<T, TView> show)
    {
        AddLinks(context);
        return TypedResults.Ok(Items.Select(show));
    }

    /// <summary>The links alone, for an answer that has more than the entries.</summary>
    public void AddLinks(HttpContext context)
    {
        var (forward, back) = request.Order == ListOrder.NewestFirst ? ("before", "after") : ("after", "before");
        List<string> links = [Link(context.Request, "first", null, null)];
        if (previous is { } first) links.Add(Link(context.Request, "prev", back, first));
        if (Next is { } last) links.Add(Link(context.Request, "next", forward, last));
        context.Response.Headers.Link = string.Join(", ", links);
    }

    // An empty page has no entry to begin at: the one beside the end that was asked for, whether it exists or not.
    private static long Beside(PageRequest request) => request.Before is { } before
        ? before - (before > long.MinValue ? 1 : 0)
        : request.After!.Value + (request.After < long.MaxValue ? 1 : 0);

    // A path without a host: proxies know the service under names that it does not. What else was asked for goes along, encoded anew, so that
    // nothing of it can end the link.
    private string Link(HttpRequest asked, string relation, string? end, long? number)
    {
        var query = asked.Query
            .Where(each => !IsAny(each.Key, "limit", "before", "after"))
            .SelectMany(each => each.Value, (each, value) => new KeyValuePair<string, string?>(each.Key, value))
            .Append(new("limit", request.Limit.ToString(CultureInfo.InvariantCulture)));
        if (end is not null) query = query.Append(new(end, number!.Value.ToString(CultureInfo.InvariantCulture)));
        var text = string.Join('&', query.Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value ?? "")}"));
        return $"<{asked.PathBase.Add(asked.Path).ToUriComponent()}?{text}>; rel=\"{relation}\"";
    }

    private static bool IsAny(string name, params ReadOnlySpan<string> names)
    {
        foreach (var each in names)
        {
            if (each.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
