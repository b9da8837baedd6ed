namespace WebCap.Paging;

/// <summary>The order of a list: that of its entries' numbers, which never change, so that no entry changes its place.</summary>
internal enum ListOrder
{
    OldestFirst,
    NewestFirst,
}
