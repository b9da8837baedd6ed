using WebCap.Processes;

namespace WebCap.Tests.Processes;

/// <summary>News that are too much for one item of the stream.</summary>
public sealed class ProcessNewsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(ProcessNews.MaxSockets, 1)]
    [InlineData(ProcessNews.MaxSockets + 1, 2)]
    [InlineData(3 * ProcessNews.MaxSockets, 3)]
    public void ItemsAreOfABoundedSizeAndTogetherTheSame(int count, int items)
    {
        var sample = new SampleView(DateTimeOffset.UnixEpoch, 1, 2, 3, 4, 5, true, 6);
        var sockets = Enumerable.Range(0, count).Select(Socket).ToArray();
        var parts = new ProcessNews(sample, true, sockets, [7, 8]).Split().ToList();

        Assert.Equal(items, parts.Count);
        Assert.All(parts, part => Assert.True(part.Sockets.Length <= ProcessNews.MaxSockets && part.Sample == sample));
        Assert.Equal(sockets, parts.SelectMany(part => part.Sockets));
        // Only the first begins the table anew; another that did would close what the first has.
        Assert.Equal([true, .. Enumerable.Repeat(false, items - 1)], parts.Select(part => part.IsWhole));
        Assert.Equal([7, 8], parts.SelectMany(part => part.Gone));
    }

    private static SocketView Socket(int id) =>
        new(id, "tcp", "0.0.0.0", 1, "0.0.0.0", 0, "listening", 0, null, null, null, null, DateTimeOffset.UnixEpoch, null, false);
}
