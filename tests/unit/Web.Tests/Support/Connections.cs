using System.Net.Sockets;

namespace WebCap.Tests.Support;

/// <summary>What becomes of bare connections to the server.</summary>
internal static class Connections
{
    /// <summary>Reads until the server hangs up, in whatever way.</summary>
    public static async Task<bool> IsClosedAsync(this TcpClient connection)
    {
        try
        {
            var buffer = new byte[4096];
            while (await connection.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken) > 0)
            {
                // An answer that came before.
            }

            return true;
        }
        catch (IOException)
        {
            // Closed with a reset.
            return true;
        }
    }
}
