using System.Net;
using Bpf.Engine.Filter;
using Bpf.Wire;
using Microsoft.AspNetCore.Http;
using WebCap.Capture;

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

    private static ConnectionInfo Connection(string viewer)
    {
        var connection = new DefaultHttpContext().Connection;
        connection.RemoteIpAddress = IPAddress.Parse(viewer);
        connection.LocalPort = 5270;
        return connection;
    }
}
