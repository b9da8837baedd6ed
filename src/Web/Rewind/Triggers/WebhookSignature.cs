using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WebCap.Rewind.Triggers;

/// <summary>
/// What proves to the other end that a call comes from this service and is no older one, as the Standard Webhooks specification 1.0.0 has it: HMAC-SHA256 over
/// the id of the message, the time in seconds since 1970 and the body, with dots between them.
/// </summary>
internal static class WebhookSignature
{
    private const string IdHeader = "webhook-id";
    private const string TimeHeader = "webhook-timestamp";
    private const string SignatureHeader = "webhook-signature";
    private const string SecretPrefix = "whsec_";
    private const int ShortestSecretBytes = 24;
    private const int LongestSecretBytes = 64;

    /// <summary>Reads a secret as the specification writes it, <c>whsec_</c> and 24 to 64 bytes in base64; null when it is none.</summary>
    public static byte[]? ParseSecret(string text)
    {
        if (!text.StartsWith(SecretPrefix, StringComparison.Ordinal)) return null;
        var secret = new byte[LongestSecretBytes];
        var isWhole = Convert.TryFromBase64String(text[SecretPrefix.Length..], secret, out var length) && length >= ShortestSecretBytes;
        return isWhole ? secret[..length] : null;
    }

    /// <summary>Signs a call. The id stays the same when it is made again, the time does not.</summary>
    public static void Sign(HttpRequestMessage request, byte[] secret, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{id}.{time}."));
        hmac.AppendData(body);
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimeHeader, time);
        request.Headers.Add(SignatureHeader, $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}");
    }
}
