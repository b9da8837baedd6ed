namespace WebCap.Client.Feed;

/// <summary>Where the page stands with the server's hub.</summary>
public enum HubState
{
    /// <summary>Not asked for: nobody is signed in.</summary>
    Off,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>It was connected and is being connected again.</summary>
    Reconnecting,
}
