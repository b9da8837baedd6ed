using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bpf.Engine.Device;
using Microsoft.AspNetCore.Mvc;
using WebCap.Problems;

namespace WebCap.Paging;

/// <summary>What the address of a list asks for: <c>?limit=20&amp;before=117</c>. The same words for every list.</summary>
/// <param name="Limit">Entries in a page.</param>
/// <param name="Before">Only entries with smaller numbers.</param>
/// <param name="After">Only entries with larger numbers.</param>
internal readonly record struct PageQuery([FromQuery(Name = "limit")] int? Limit, [FromQuery(Name = "before")] long? Before, [FromQuery(Name = "after")] long? After)
{
    /// <summary>Entries in the longest page. A list that is bounded by less is one page, unless a shorter one is asked for.</summary>
    public const int LargestLimit = 1000;

    /// <summary>Checks it.</summary>
    /// <param name="name">The list, as refusals name it.</param>
    /// <param name="order">The list's.</param>
    /// <param name="limit">Entries in a page where the address does not say.</param>
    /// <param name="page">What is to be read.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryRead(string name, ListOrder order, int limit, [NotNullWhen(true)] out PageRequest? page, [NotNullWhen(false)] out IResult? refusal)
    {
        page = null;
        refusal = Limit is < 1 or > LargestLimit
            ? ErrnoProblem.Create(Errno.EINVAL, name, string.Create(CultureInfo.InvariantCulture, $"limit must be 1 to {LargestLimit}."))
            : Before is not null && After is not null
                ? ErrnoProblem.Create(Errno.EINVAL, name, "before and after exclude each other: a page has one end that it begins at.")
                : null;
        if (refusal is not null) return false;
        page = new PageRequest(order, Limit ?? limit, Before, After);
        return true;
    }

    /// <summary>The page of a list that is in memory, the oldest first.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="name">The list, as refusals name it.</param>
    /// <param name="all">All that the caller may see, in any order.</param>
    /// <param name="number">An entry's number; no two have the same.</param>
    /// <param name="show">An entry as the API shows it.</param>
    public IResult Answer<T, TView>(HttpContext context, string name, IEnumerable<T> all, Func<T, long> number, Func<T, TView> show)
    {
        if (!TryRead(name, ListOrder.OldestFirst, LargestLimit, out var page, out var refusal)) return refusal;
        var within = all.Where(each => number(each) < page.Below && number(each) > page.Above);
        var sorted = page.IsDescending ? within.OrderByDescending(number) : within.OrderBy(number);
        return Page<T>.Of(page, [.. sorted.Take(page.Wanted)], number).Answer(context, show);
    }
}
