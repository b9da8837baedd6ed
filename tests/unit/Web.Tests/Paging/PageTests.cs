using Microsoft.AspNetCore.Http;
using WebCap.Paging;

namespace WebCap.Tests.Paging;

/// <summary>Pages of a list against the list itself: walked forward and back, while entries come and go.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    public void ForwardAndBackGiveEveryEntryOnceInTheListsOrder(int limit)
    {
        long[] all = [0, 3, 4, 10, 11, 12, 40];
        foreach (var order in Enum.GetValues<ListOrder>())
        {
            var expected = order == ListOrder.NewestFirst ? all.Reverse().ToArray() : all;
            List<long> seen = [];
            List<Page<long>> pages = [];
            for (var page = Read(all, order, limit); ; page = Read(all, order, limit, page.Next))
            {
                pages.Add(page);
                seen.AddRange(page.Items);
                if (page.Next is null) break;
            }

            Assert.Equal(expected, seen);
            Assert.Null(Link(pages[0], "prev"));
            Assert.Null(Link(pages[^1], "next"));
            // The way back is the way there, page by page.
            for (var i = pages.Count - 1; i > 0; i--) Assert.Equal(pages[i - 1].Items, Follow(all, order, pages[i], "prev").Items);
            for (var i = 0; i < pages.Count - 1; i++) Assert.Equal(pages[i + 1].Items, Follow(all, order, pages[i], "next").Items);
        }
    }

    [Fact]
    public void WhatComesAndGoesMovesNothing()
    {
        long[] before = [1, 2, 3, 4, 5, 6];
        var first = Read(before, ListOrder.NewestFirst, 2);
        Assert.Equal([6L, 5], first.Items);
        // Two newer ones have come, and the one that the next page begins behind has gone.
        long[] now = [1, 2, 3, 4, 6, 7, 8];
        var second = Follow(now, ListOrder.NewestFirst, first, "next");
        Assert.Equal([4L, 3], second.Items);
        Assert.Equal([7L, 6], Follow(now, ListOrder.NewestFirst, second, "prev").Items);
    }

    [Fact]
    public void APageThatIsEmptyByNowStillLeadsBack()
    {
        var first = Read([1, 2, 3], ListOrder.OldestFirst, 2);
        var empty = Follow([1, 2], ListOrder.OldestFirst, first, "next");
        Assert.Empty(empty.Items);
        Assert.Null(Link(empty, "next"));
        Assert.Equal([1L, 2], Follow([1, 2], ListOrder.OldestFirst, empty, "prev").Items);
        var last = new PageRequest(ListOrder.OldestFirst, 2, null, long.MaxValue);
        Assert.Contains("before=9223372036854775807", Link(Page<long>.Of(last, [], each => each), "prev"), StringComparison.Ordinal);
    }

    [Fact]
    public void LinksKeepTheRestOfTheAddressAndNothingOfItEndsThem()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/api/audit";
        context.Request.QueryString = new QueryString("?user=a%22%3E%3B%20rel%3D%22evil%0D%0AX%3A%20y&LIMIT=2&before=9&action=device");
        Page<long>.Of(new PageRequest(ListOrder.NewestFirst, 2, 9, null), [8, 7, 6], each => each).AddLinks(context);
        var link = context.Response.Headers.Link.ToString();
        Assert.Equal(
            "</api/audit?user=a%22%3E%3B%20rel%3D%22evil%0D%0AX%3A%20y&action=device&limit=2>; rel=\"first\", "
            + "</api/audit?user=a%22%3E%3B%20rel%3D%22evil%0D%0AX%3A%20y&action=device&limit=2&after=8>; rel=\"prev\", "
            + "</api/audit?user=a%22%3E%3B%20rel%3D%22evil%0D%0AX%3A%20y&action=device&limit=2&before=7>; rel=\"next\"",
            link);
    }

    private static Page<long> Read(long[] all, ListOrder order, int limit, long? cursor = null) => order == ListOrder.NewestFirst
        ? Read(all, new PageRequest(order, limit, cursor, null))
        : Read(all, new PageRequest(order, limit, null, cursor));

    // As a store does it.
    private static Page<long> Read(long[] all, PageRequest request)
    {
        var within = all.Where(number => number < request.Below && number > request.Above);
        return Page<long>.Of(request, [.. (request.IsDescending ? within.OrderDescending() : within.Order()).Take(request.Wanted)], number => number);
    }

    private static Page<long> Follow(long[] all, ListOrder order, Page<long> page, string relation)
    {
        var query = System.Web.HttpUtility.ParseQueryString(Link(page, relation)!.Split('?')[1]);
        return Read(all, new PageRequest(order, int.Parse(query["limit"]!), Number(query["before"]), Number(query["after"])));

        static long? Number(string? text) => text is null ? null : long.Parse(text);
    }

    private static string? Link(Page<long> page, string relation)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/list";
        page.AddLinks(context);
        return context.Response.Headers.Link.ToString().Split(", ").SingleOrDefault(link => link.EndsWith($">; rel=\"{relation}\"", StringComparison.Ordinal))?.Split('>')[0][1..];
    }
}
