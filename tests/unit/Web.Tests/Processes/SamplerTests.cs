using WebCap.Processes;
using WebCap.Tests.Support;

namespace WebCap.Tests.Processes;

public sealed class SamplerTests
{
    private const string Port80 = "00000000:0050";
    private const string Nobody = "00000000:0000";

    [Fact]
    public void ASocketHasTheNameUnitAndUserOfItsProcess()
    {
        using var proc = new ProcFixture();
        proc.Sockets("tcp", ProcFixture.Line(Port80, Nobody, 10, 777, userId: 33));
        proc.Process(40, "sh", "0::/", 5);
        proc.Process(42, "nginx", "0::/system.slice/nginx.service", 777);
        var snapshot = new ProcessSampler(proc.Options, TimeProvider.System).Sample();
        var socket = Assert.Single(snapshot.Sockets);
        Assert.Equal(("tcp", "0.0.0.0", 80, "listening", 33u), (socket.Protocol, socket.LocalAddress, socket.LocalPort, socket.State, socket.UserId));
        Assert.Equal((42, "nginx", "nginx.service", null), (socket.ProcessId, socket.Name, socket.Unit, socket.Container));
        Assert.True(socket.WasThere);
        Assert.Equal((0, 2, false, 0), (snapshot.Sample.Unknown, snapshot.Sample.Processes, snapshot.Sample.IsCut, snapshot.Sample.LeftOut));
    }

    [Fact]
    public void TheFirstOfAFamilyIsNamedAndInitOnlyWhenNobodyElseHasTheSocket()
    {
        using var proc = new ProcFixture();
        proc.Sockets("tcp", ProcFixture.Line(Port80, Nobody, 10, 777), ProcFixture.Line("00000000:0051", Nobody, 10, 778));
        proc.Process(1, "systemd", "0::/init.scope", 777, 778);
        proc.Process(9, "worker", "0::/", 777);
        proc.Process(8, "master", "0::/", 777);
        var sockets = new ProcessSampler(proc.Options, TimeProvider.System).Sample().Sockets;
        Assert.Equal(["master", "systemd"], sockets.Select(socket => socket.Name));
    }

    [Fact]
    public void AClosedSocketStaysForAWhileWithItsName()
    {
        using var proc = new ProcFixture();
        var time = new ManualTime();
        var sampler = new ProcessSampler(proc.Options, time);
        proc.Process(42, "curl", "0::/", 777);
        Assert.Empty(sampler.Sample().Sockets);
        time.Advance(TimeSpan.FromSeconds(1));
        var seenAt = time.GetUtcNow();
        proc.Sockets("tcp", ProcFixture.Line("0100007F:C000", "0100007F:0050", 1, 777));
        Assert.False(sampler.Sample().Sockets.Single().WasThere);

        // The process ends, and the kernel keeps the connection without an inode.
        proc.End(42);
        proc.Sockets("tcp", ProcFixture.Line("0100007F:C000", "0100007F:0050", 6, 0, userId: 0));
        time.Advance(TimeSpan.FromSeconds(1));
        var waiting = sampler.Sample().Sockets.Single();
        Assert.Equal(("time-wait", "curl", null), (waiting.State, waiting.Name, waiting.LastSeen));

        proc.Sockets("tcp");
        time.Advance(TimeSpan.FromSeconds(1));
        var closed = sampler.Sample().Sockets.Single();
        Assert.Equal(("curl", seenAt, seenAt.AddSeconds(1)), (closed.Name, closed.FirstSeen, closed.LastSeen));
        time.Advance(proc.Options.Retention);
        Assert.Empty(sampler.Sample().Sockets);
    }

    [Fact]
    public void TheSameFiveTupleAgainIsAnotherSocketButNotWhenTwoShareIt()
    {
        using var proc = new ProcFixture();
        var sampler = new ProcessSampler(proc.Options, TimeProvider.System);
        string one = ProcFixture.Line(Port80, Nobody, 7, 777), other = ProcFixture.Line(Port80, Nobody, 7, 778);
        proc.Sockets("udp", one, other);
        var first = sampler.Sample().Sockets.Single().Id;
        proc.Sockets("udp", other, one);
        Assert.Equal(first, sampler.Sample().Sockets.Single().Id);
        proc.Sockets("udp", other);
        Assert.NotEqual(first, sampler.Sample().Sockets.Single().Id);
    }

    [Fact]
    public void AConnectionThatNobodyHasAnyMoreTakesNoPlace()
    {
        using var proc = new ProcFixture();
        proc.Sockets("tcp", ProcFixture.Line("0100007F:C000", "0100007F:0050", 6, 0));
        Assert.Empty(new ProcessSampler(proc.Options, TimeProvider.System).Sample().Sockets);
    }

    [Fact]
    public void AFullTableLetsClosedSocketsGoAndCountsWhatItLeavesOut()
    {
        using var proc = new ProcFixture();
        var sampler = new ProcessSampler(proc.Options with { Sockets = 4 }, TimeProvider.System);
        proc.Sockets("tcp", Lines(0, 4));
        Assert.Equal(4, sampler.Sample().Sockets.Length);
        proc.Sockets("tcp");
        Assert.All(sampler.Sample().Sockets, socket => Assert.NotNull(socket.LastSeen));
        proc.Sockets("tcp", Lines(10, 7));
        var snapshot = sampler.Sample();
        Assert.Equal((4, 3, false), (snapshot.Sockets.Length, snapshot.Sample.LeftOut, snapshot.Sample.IsCut));
        Assert.All(snapshot.Sockets, socket => Assert.Null(socket.LastSeen));
    }

    [Fact]
    public void AHugeTableIsReadInPartAndSaysSo()
    {
        using var proc = new ProcFixture();
        proc.Sockets("tcp", Lines(0, 20_000));
        var snapshot = new ProcessSampler(proc.Options with { Sockets = 1000 }, TimeProvider.System).Sample();
        Assert.Equal(1000, snapshot.Sockets.Length);
        Assert.True(snapshot.Sample.IsCut);
        Assert.Equal(3 * 1000 - 1, snapshot.Sample.LeftOut);
    }

    [Fact]
    public void ASearchThatIsCutIsContinuedByTheNext()
    {
        using var proc = new ProcFixture();
        proc.Sockets("tcp", Lines(0, 9));
        for (var i = 0; i < 9; i++) proc.Process(100 + i, $"p{i}", "0::/", 1000 + i);
        var sampler = new ProcessSampler(proc.Options with { Processes = 4 }, TimeProvider.System);
        int[] known = [.. Enumerable.Range(0, 3).Select(_ => sampler.Sample().Sockets.Count(socket => socket.Name is not null))];
        Assert.Equal([4, 8, 9], known);

        // Two links a process: a search sees three whole ones and a half, and the half one first the next time.
        sampler = new ProcessSampler(proc.Options with { Descriptors = 7 }, TimeProvider.System);
        for (var i = 0; i < 4; i++) sampler.Sample();
        Assert.All(sampler.Sample().Sockets, socket => Assert.NotNull(socket.Name));
    }

    [Fact]
    public void WhatItMayNotSeeIsCountedAndNotSearchedForEver()
    {
        using var proc = new ProcFixture();
        proc.Sockets("tcp", ProcFixture.Line(Port80, Nobody, 10, 777));
        proc.Process(42, "other", "0::/", 5);
        var sampler = new ProcessSampler(proc.Options, TimeProvider.System);
        var snapshot = sampler.Sample();
        Assert.Equal((1, null), (snapshot.Sample.Unknown, snapshot.Sockets.Single().ProcessId));
        for (var i = 0; i < 4; i++) snapshot = sampler.Sample();
        // The process takes the socket now, which a search would see; but the searches are over until the tenth sample.
        proc.Process(43, "late", "0::/", 777);
        Assert.Null(sampler.Sample().Sockets.Single().Name);
        for (var i = 0; i < 10; i++) snapshot = sampler.Sample();
        Assert.Equal("late", snapshot.Sockets.Single().Name);
    }

    [Fact]
    public void AMachineWithoutProcHasNoSockets()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(new ProcessSampler(new ProcessOptions { Folder = folder.File("none") }, TimeProvider.System).Sample().Sockets);
    }

    [Fact]
    public void NewsAreWhatIsDifferent()
    {
        using var proc = new ProcFixture();
        var sampler = new ProcessSampler(proc.Options with { Retention = TimeSpan.Zero }, TimeProvider.System);
        proc.Sockets("tcp", Lines(0, 3));
        var first = sampler.Sample();
        Assert.Equal((true, 3, 0), Count(first.Since(null)!));
        Assert.Null(sampler.Sample().Since(first));
        proc.Sockets("tcp", [.. Lines(0, 1), .. Lines(2, 3)]);
        var second = sampler.Sample();
        // One closed, two new.
        Assert.Equal((false, 3, 0), Count(second.Since(first)!));
        var third = sampler.Sample();
        Assert.Equal((false, 0, 1), Count(third.Since(second)!));
        Assert.Equal((false, 2, 1), Count(third.Since(first)!));
        Assert.Equal([0, 2, 3, 4], third.ToList().Sockets.Select(socket => socket.LocalPort));
    }

    private static (bool IsWhole, int Sockets, int Gone) Count(ProcessNews news) => (news.IsWhole, news.Sockets.Length, news.Gone.Length);

    private static string[] Lines(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => ProcFixture.Line($"0100007F:{i:X4}", Nobody, 10, 1000 + i))];
}
