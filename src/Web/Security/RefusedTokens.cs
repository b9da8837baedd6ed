using System.Collections.Concurrent;
using System.Globalization;
using WebCap.Audit;

namespace WebCap.Security;

/// <summary>
/// Wrong tokens in Authorization headers, for the audit log: one entry an address and minute, with the count of the minute before, so that
/// whoever guesses cannot push everything else out of the log. Guesses are not slowed down as they are in the sign-in form: a token has 256
/// random bits, and to refuse right tokens because of wrong ones would let anybody behind the same proxy lock everybody else out.
/// Any thread.
/// </summary>
internal sealed class RefusedTokens(AuditLog audit, TimeProvider time)
{
    // Addresses that are told apart; when there are more, all are forgotten and counted anew.
    private const int MaxAddresses = 1024;

    private readonly ConcurrentDictionary<string, (long Minute, int Count)> counts = new();

    /// <summary>A request came with a token that is not valid.</summary>
    public void Note(HttpContext context)
    {
        var address = AuditLog.AddressOf(context);
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (counts.Count >= MaxAddresses && !counts.ContainsKey(address)) counts.Clear();
        var earlier = 0;
        var now = counts.AddOrUpdate(
            address,
            _ => (minute, 1),
            (_, count) =>
            {
                earlier = count.Minute == minute ? 0 : count.Count - 1;
                return count.Minute == minute ? (minute, count.Count + 1) : (minute, 1);
            });
        if (now.Count != 1) return;
        audit.Record(context, AuditAction.TokenRefused, "", earlier > 0 ? string.Create(CultureInfo.InvariantCulture, $"and {earlier} more since the last entry") : "");
    }
}
