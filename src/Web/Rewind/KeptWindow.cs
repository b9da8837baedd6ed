namespace WebCap.Rewind;

/// <summary>A window as it was asked for, whether or not it runs now.</summary>
/// <param name="Id">Its number; 0 before it has one.</param>
/// <param name="Settings">What was asked.</param>
/// <param name="User">Who made it.</param>
/// <param name="RemoteAddress">From where.</param>
/// <param name="MadeAt">When.</param>
internal sealed record KeptWindow(long Id, WindowSettings Settings, string User, string RemoteAddress, DateTimeOffset MadeAt);
