using Packet.Dissect.Processes;

namespace Packet.Dissect.Tests;

/// <summary>The processes of a packet as text and as lines of a tree.</summary>
public class LikelyProcessTests
{
    private static readonly LikelyProcess Curl = new(12, "curl", null, null);
    private static readonly LikelyProcess Nginx = new(34, "nginx", "nginx.service", "docker/0123456789ab");

    [Fact]
    public void BothEndsStandInTheOrderOfThePacket()
    {
        var processes = new LikelyProcesses(Curl, Nginx);
        Assert.Equal("curl[12] → nginx[34]", processes.Short);
        Assert.Equal("curl (12) → nginx (34), nginx.service, docker/0123456789ab", processes.Long);
        Assert.Equal("Likely process: curl (12) → nginx (34), nginx.service, docker/0123456789ab", processes.Comment);
    }

    [Fact]
    public void OneEndStandsAlone()
    {
        Assert.Equal("curl[12]", new LikelyProcesses(Curl, null).Short);
        Assert.Equal("curl[12]", new LikelyProcesses(null, Curl).Short);
        Assert.Equal("curl[12]", new LikelyProcesses(Curl, Curl).Short);
    }

    [Fact]
    public void AnUnknownEndOnTheSameMachineIsAQuestionMark()
    {
        Assert.Equal("curl[12] → ?", new LikelyProcesses(Curl, null, AreBothHere: true).Short);
        Assert.Equal("? → nginx (34), nginx.service, docker/0123456789ab", new LikelyProcesses(null, Nginx, AreBothHere: true).Long);
        Assert.Equal("curl[12]", new LikelyProcesses(Curl, Curl, AreBothHere: true).Short);
        Assert.Equal(("", true, null), (new LikelyProcesses(null, null, AreBothHere: true).Short, new LikelyProcesses(null, null, AreBothHere: true).IsEmpty, new LikelyProcesses(null, null, AreBothHere: true).Comment));
        Assert.Empty(ProcessTree.Of(new LikelyProcesses(null, null, AreBothHere: true)).Roots);
    }

    [Fact]
    public void NobodyIsNoTextNoCommentAndNoLine()
    {
        Assert.Equal(("", "", null), (default(LikelyProcesses).Short, default(LikelyProcesses).Long, default(LikelyProcesses).Comment));
        Assert.Empty(ProcessTree.Of(default).Roots);
    }

    [Fact]
    public void TheTreeHasALineAnEndAndUnderItWhatIsKnown()
    {
        var root = Assert.Single(ProcessTree.Of(new LikelyProcesses(Curl, Nginx)).Roots);
        Assert.Equal("[Likely process: curl (12) → nginx (34), nginx.service, docker/0123456789ab]", root.Label);
        Assert.Equal(["[Sender: curl[12]]", "[Receiver: nginx[34]]"], root.Children.Select(child => child.Label));
        Assert.Equal(["[Name: curl]", "[Process ID: 12]"], root.Children[0].Children.Select(child => child.Label));
        Assert.Equal(
            ["[Name: nginx]", "[Process ID: 34]", "[Unit: nginx.service]", "[Container: docker/0123456789ab]"],
            root.Children[1].Children.Select(child => child.Label));
        Assert.All(root.Children.SelectMany(child => child.Children).Concat(root.Children).Append(root), node => Assert.True(node is { IsGenerated: true, Length: 0 }));
    }
}
