namespace WebCap.Rewind.Triggers;

/// <summary>A trigger as it was asked for.</summary>
/// <param name="Id">Its number; 0 before it has one.</param>
/// <param name="WindowId">The window whose packets it looks at, and saves.</param>
/// <param name="Settings">What was asked.</param>
/// <param name="User">Who made it.</param>
/// <param name="RemoteAddress">From where.</param>
/// <param name="MadeAt">When.</param>
internal sealed record KeptTrigger(long Id, long WindowId, TriggerSettings Settings, string User, string RemoteAddress, DateTimeOffset MadeAt);
