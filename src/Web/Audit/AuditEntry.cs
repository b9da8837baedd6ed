namespace WebCap.Audit;

/// <summary>One thing that somebody did.</summary>
/// <param name="Id">Its number; later entries have larger ones. 0 until it is written.</param>
/// <param name="At">When.</param>
/// <param name="User">The token's name; empty when nobody was signed in.</param>
/// <param name="Role">What the token allows.</param>
/// <param name="Address">Where from.</param>
/// <param name="Action">One of <see cref="AuditAction"/>.</param>
/// <param name="Target">What it was done to: "device 3", "token 12".</param>
/// <param name="Detail">What else there is to know.</param>
internal sealed record AuditEntry(
    long Id, DateTimeOffset At, string User, string Role, string Address, string Action, string Target, string Detail);
