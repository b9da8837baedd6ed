using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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
        Assert.Equal(64, kestrel.Limits.MaxConcurrentConnections);
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
                // An answer proves that the server has taken the connection, and counts it.
                await connection.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
                Assert.NotEqual(0, await connection.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
                open.Add(connection);
            }

            using var tooMany = new TcpClient();
            await tooMany.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            Assert.True(await IsClosedAsync(tooMany));
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }

    private static async Task<bool> IsClosedAsync(TcpClient connection)
    {
        try
        {
            return await connection.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (IOException)
        {
            // Closed with a reset.
            return true;
        }
    }
}
