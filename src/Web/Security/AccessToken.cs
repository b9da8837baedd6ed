using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WebCap.Security;

/// <summary>The secrets that users sign in with: 256 random bits, written in base64url.</summary>
internal static class AccessToken
{
    // Longer texts are no tokens of ours and are not even hashed.
    private const int MaxLength = 256;
    private const int EntropyBytes = 32;

    /// <summary>A new token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EntropyBytes));

    /// <summary>
    /// What is stored of a token and looked up when one is shown. Looking up by hash takes no longer for a token that is nearly right, so
    /// that nothing is learned from the time.
    /// </summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>False for a text that cannot be a token.</summary>
    public static bool IsPlausible(string? text) => text is { Length: > 0 and <= MaxLength };
}
