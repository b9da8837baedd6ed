using System.Net;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Capture;

public class OwnTrafficTests
{
    [Theory]
    [InlineData("192.0.2.7", "not (host 192.0.2.7 and tcp port 5270)")]
    [InlineData("::ffff:192.0.2.7", "not (host 192.0.2.7 and tcp port 5270)")]
    [InlineData("2001:db8::7", "not (host 2001:db8::7 and tcp port 5270)")]
    [InlineData("fe80::7%3", "not (host fe80::7 and tcp port 5270)")]
    public void TheTermNamesBothEndsOfTheConnection(string viewer, string expected)
    {
        var term = OwnTraffic.Exclusion(Connection(viewer));

        Assert.Equal(expected, term);
        Assert.True(new FilterCompiler().Compile(term, LinkType.Ethernet).Succeeded);
    }

    [Fact]
    public void AConnectionWithoutAddressesLeavesNothingOut() =>
        Assert.Equal("", OwnTraffic.Exclusion(new DefaultHttpContext().Connection));

    [Theory]
    [InlineData("", "not x", "not x")]
    [InlineData("tcp or udp", "not x", "not x and (tcp or udp)")]
    [InlineData("tcp", "", "tcp")]
    public void TheTermHoldsForTheWholeExpression(string expression, string term, string expected) =>
        Assert.Equal(expected, OwnTraffic.Join(expression, term));

    // BIOCSETF would flush; BIOCSETFNR does not.
    [Fact]
    public async Task EachFurtherViewersTrafficIsLeftOutWithoutLosingARecord()
    {
        await using var server = await TestServer.StartAsync();
        var source = new ScriptedInterface("live0") { Like = InterfaceKind.Live };
        server.Services.GetRequiredService<InterfaceCatalog>().Add(source);
        var sessions = server.Services.GetRequiredService<CaptureSessions>();
        var request = new OpenRequest { Interface = "live0", Filter = "ether[0] = 0", OwnTraffic = OwnTraffic.Exclusion(Connection("192.0.2.1")) };
        var session = sessions.Open(request, new DeviceOwner("ann")).Session!;
        source.Send(10);
        for (var visit = 0; visit < 2; visit++) sessions.LeaveOut(session, Connection("192.0.2.2"));
        source.Send(10);

        Assert.Equal(20, session.Device.GetStatistics().Captured);
        Assert.Equal("not (host 192.0.2.1 and tcp port 5270) and not (host 192.0.2.2 and tcp port 5270)", session.Settings.OwnTraffic);
        Assert.Equal("ann", session.Device.Describe().Owner.User);
        for (var viewer = 3; viewer < 20; viewer++) sessions.LeaveOut(session, Connection($"192.0.2.{viewer}"));
        Assert.Equal(OwnTraffic.MaxViewers, session.Settings.OwnTraffic.Split(" and not ").Length);

        // Taken out of the program, it stays out, whoever comes.
        Assert.True(sessions.TrySetFilter(session, "", "", OpenRequest.DefaultSnapLength, new DeviceOwner("ann"), out _));
        sessions.LeaveOut(session, Connection("192.0.2.99"));
        Assert.Equal("", session.Settings.EffectiveFilter);
    }

    [Fact]
    public void TheTermsOfTwoViewersLeaveOutBoth()
    {
        var both = $"{OwnTraffic.Exclusion(Connection("192.0.2.1"))} and {OwnTraffic.Exclusion(Connection("192.0.2.2"))}";
        var program = new FilterCompiler().Compile(OwnTraffic.Join("tcp or vlan", both), LinkType.Ethernet).Program!;
        foreach (var (viewer, port, isCaptured) in new[] { (1, 5270, false), (2, 5270, false), (3, 5270, true), (1, 5271, true) })
        {
            byte[] frame = [.. new byte[12], 8, 0, 0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, (byte)viewer, 192, 0, 2, 200, 200, 0, (byte)(port >> 8), (byte)port, .. new byte[16]];
            Assert.Equal(isCaptured, program.Run(frame, (uint)frame.Length) > 0);
        }
    }

    private static ConnectionInfo Connection(string viewer)
    {
        var connection = new DefaultHttpContext().Connection;
        connection.RemoteIpAddress = IPAddress.Parse(viewer);
        connection.LocalPort = 5270;
        return connection;
    }
}
