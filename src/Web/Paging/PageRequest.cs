namespace WebCap.Paging;

/// <summary>
/// A page that somebody wants, as a store reads it: from the end that was named, in this direction, one entry more than wanted, which tells whether
/// there are more. Entries that come or go meanwhile move nothing: the ends are numbers of entries, not counts of them.
/// </summary>
/// <param name="Order">The list's.</param>
/// <param name="Limit">Entries in the page.</param>
/// <param name="Before">Only entries with smaller numbers, those next to it; null for no such end.</param>
/// <param name="After">Only entries with larger numbers, those next to it; null for no such end.</param>
internal sealed record PageRequest(ListOrder Order, int Limit, long? Before, long? After)
{
    /// <summary>Numbers are under this.</summary>
    public long Below => Before ?? long.MaxValue;

    /// <summary>Numbers are over this.</summary>
    public long Above => After ?? long.MinValue;

    /// <summary>Entries to read.</summary>
    public int Wanted => Limit + 1;

    /// <summary>Whether to read from large numbers to small ones.</summary>
    public bool IsDescending => Before is not null || (After is null && Order == ListOrder.NewestFirst);

    /// <summary>Whether that is against the list's order: towards its first page.</summary>
    public bool IsBackward => IsDescending != (Order == ListOrder.NewestFirst);
}
