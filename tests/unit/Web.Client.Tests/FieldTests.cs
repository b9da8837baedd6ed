using WebCap.Client.Capture;
using WebCap.Client.Components;

namespace WebCap.Client.Tests;

public class FieldTests
{
    private readonly Packet.Dissect.PacketTree tree = Trees.OfUdp();

    [Fact]
    public void AByteBelongsToTheInnermostFieldThatHoldsIt()
    {
        var port = Trees.Named(tree, "udp.dstport");
        Assert.Same(port, FieldSearch.Innermost(tree.Roots, port.Offset));
        Assert.Same(port, FieldSearch.Innermost(tree.Roots, port.Offset + 1));
        Assert.Null(FieldSearch.Innermost(tree.Roots, Trees.Udp.Length));
        for (var offset = 0; offset < Trees.Udp.Length; offset++)
        {
            var found = FieldSearch.Innermost(tree.Roots, offset);
            Assert.NotNull(found);
            Assert.InRange(offset, found.Offset, found.Offset + found.Length - 1);
            Assert.DoesNotContain(found.Children, child => offset >= child.Offset && offset < child.Offset + child.Length);
        }
    }

    [Fact]
    public void ThePathToAFieldGoesFromItsLayerDown()
    {
        var port = Trees.Named(tree, "udp.dstport");
        var path = FieldSearch.PathTo(tree.Roots, port);
        Assert.Equal("udp", path[0].Name);
        Assert.Same(port, path[^1]);
        Assert.Empty(FieldSearch.PathTo(tree.Roots, Trees.Named(Trees.OfUdp(), "udp.dstport")));
    }

    [Fact]
    public void TheStatusLineNamesAFieldAndItsBytes()
    {
        Assert.Equal("Time to Live (ip.ttl), 1 byte", FieldText.Of(Trees.Named(tree, "ip.ttl")));
        Assert.Equal("Destination Port (udp.dstport), 2 bytes", FieldText.Of(Trees.Named(tree, "udp.dstport")));
        Assert.Equal("Don't fragment (ip.flags.df), 1 byte", FieldText.Of(Trees.Named(tree, "ip.flags.df")));
        Assert.Equal("Checksum Status (udp.checksum.status), 2 bytes", FieldText.Of(Trees.Named(tree, "udp.checksum.status")));
        Assert.Equal("Internet Protocol Version 4 (ip), 20 bytes", FieldText.Of(Trees.Named(tree, "ip")));
        Assert.Equal("", FieldText.Of(null));
    }

    [Fact]
    public void OnlyTheInnermostLayerIsOpenAtFirst()
    {
        var lines = List(new TreeFolds());
        Assert.All(lines, line => Assert.Equal(line.Level == 1 && line.IsOpen, ReferenceEquals(line.Node, tree.Roots[^1])));
        Assert.Contains(lines, line => line.Level == 2);
    }

    [Fact]
    public void WhatIsOpenedIsOpenInTheNextPacketToo()
    {
        var folds = new TreeFolds();
        folds.Set(Trees.Named(Trees.OfUdp(), "ip"), true);
        folds.Set(tree.Roots[^1], false);
        var lines = List(folds);
        Assert.Contains(lines, line => line.Node.Name == "ip.ttl");
        Assert.False(lines[^1].IsOpen);
    }

    [Fact]
    public void EverythingCanBeOpenedAndClosed()
    {
        var folds = new TreeFolds();
        foreach (var root in tree.Roots) folds.SetAll(root, true);
        Assert.Equal(Trees.All(tree).Count(), List(folds).Count);
        foreach (var root in tree.Roots) folds.SetAll(root, false);
        Assert.Equal(tree.Roots.Count, List(folds).Count);
    }

    [Fact]
    public void ALineKnowsTheLineItIsUnder()
    {
        var folds = new TreeFolds();
        foreach (var root in tree.Roots) folds.SetAll(root, true);
        var lines = List(folds);
        foreach (var line in lines.Where(line => line.Level > 1)) Assert.Contains(line.Node, lines[line.Parent].Node.Children);
    }

    private List<TreeLine> List(TreeFolds folds)
    {
        var lines = new List<TreeLine>();
        folds.List(tree.Roots, lines);
        return lines;
    }
}
