using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebCap.Security;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

/// <summary>Bounds that the server does not have by itself (R20).</summary>
public sealed class ServerLimitTests
{
    [Fact]
    public async Task ConnectionsAndRequestsAreBounded()
    {
        await using var server = await TestServer.StartAsync(options => options with { Connections = 64 });
        var kestrel = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        // Those that give way are still there for a moment; OneConnectionTooManyIsClosed shows that the bound is 64.
        Assert.Equal(96, kestrel.Limits.MaxConcurrentConnections);
        Assert.Equal(32, kestrel.Limits.MaxConcurrentUpgradedConnections);
        Assert.Equal(64 * 1024, kestrel.Limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(15), kestrel.Limits.RequestHeadersTimeout);
        Assert.NotNull(kestrel.Limits.MinRequestBodyDataRate);
        Assert.NotNull(kestrel.Limits.MinResponseDataRate);
        Assert.False(kestrel.AddServerHeader);
    }

    [Fact]
    public async Task OneConnectionTooManyIsClosed()
    {
        await using var server = await TestServer.StartAsync(options => options with { Connections = 8 });
        List<TcpClient> open = [];
        try
        {
            for (var count = 0; count < 8; count++)
            {
                var connection = new TcpClient();
                await connection.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
                open.Add(connection);
                await AskAsync(server, connection, server.Token);
            }

            using var tooMany = new TcpClient();
            await tooMany.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            Assert.True(await tooMany.IsClosedAsync());
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }

    // Half-open, silent or slow: whoever shows no token takes nobody's place who has one.
    [Fact]
    public async Task StrangersGiveWayToEachOtherAndNobodyElse()
    {
        await using var server = await TestServer.StartAsync(options => options with { Connections = 16 });
        List<TcpClient> open = [];
        try
        {
            var known = await ConnectAsync(server, open);
            await AskAsync(server, known, server.Token);
            List<TcpClient> strangers = [];
            for (var count = 0; count < 40; count++)
            {
                var stranger = await ConnectAsync(server, open);
                strangers.Add(stranger);
                // Some say nothing, some the beginning of a request, some a whole one that shows nothing.
                if (count % 3 == 1) await stranger.GetStream().WriteAsync("GET /api/session HTTP/1.1\r\nHost: 127"u8.ToArray(), TestContext.Current.CancellationToken);
                if (count % 3 == 2) await AskAsync(server, stranger, null);
            }

            // The last is silent, and taken only some time after it was opened: all but half of the bound have gone.
            foreach (var gone in strangers[..32]) Assert.True(await gone.IsClosedAsync());
            Assert.Equal(32, server.Services.GetRequiredService<Strangers>().Closed);
            await AskAsync(server, known, server.Token);
            // Another who has a token gets in, and then stays.
            var late = await ConnectAsync(server, open);
            await AskAsync(server, late, server.Token);
            for (var count = 0; count < 16; count++) await AskAsync(server, await ConnectAsync(server, open), null);
            await AskAsync(server, late, server.Token);
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }

    [Fact]
    public async Task WhereThoseWhoAreKnownTakeMostConnectionsStrangersHaveTheRest()
    {
        await using var server = await TestServer.StartAsync(options => options with { Connections = 16 });
        List<TcpClient> open = [];
        try
        {
            List<TcpClient> known = [];
            for (var count = 0; count < 12; count++)
            {
                known.Add(await ConnectAsync(server, open));
                await AskAsync(server, known[^1], server.Token);
            }

            for (var count = 0; count < 20; count++) await AskAsync(server, await ConnectAsync(server, open), null);
            var late = await ConnectAsync(server, open);
            await AskAsync(server, late, server.Token);
            foreach (var each in known) await AskAsync(server, each, server.Token);
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }

    private static async Task<TcpClient> ConnectAsync(TestServer server, List<TcpClient> open)
    {
        var connection = new TcpClient();
        open.Add(connection);
        await connection.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    // An answer proves that the server has taken the connection, and counts it. It is read whole.
    private static async Task AskAsync(TestServer server, TcpClient connection, string? token)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var path = token is null ? "/health/live" : "/api/session";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\n{authorization}\r\n"), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await connection.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(read > 0, "The server hung up.");
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }
}
