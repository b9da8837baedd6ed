namespace WebCap.Session;

/// <summary>Who is signed in, and to what.</summary>
internal sealed record SessionView(string User, string Role, ServerView Server);
