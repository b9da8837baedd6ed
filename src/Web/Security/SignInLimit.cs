using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace WebCap.Security;

/// <summary>How often one address may try to sign in.</summary>
internal static class SignInLimit
{
    /// <summary>The policy's name, for <c>RequireRateLimiting</c>.</summary>
    public const string Policy = nameof(SignInLimit);

    /// <summary>Attempts a minute.</summary>
    public const int AttemptsPerMinute = 10;

    public static RateLimitPartition<string> Of(HttpContext context) => RateLimitPartition.GetFixedWindowLimiter(
        PartitionOf(context.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = AttemptsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    // A whole /64 is one subscriber: counting its addresses one by one would give each of them ten attempts.
    private static string PartitionOf(IPAddress? address) => address switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };
}
