namespace WebCap.Client.Store;

/// <summary>Why packets are missing between two rows.</summary>
internal enum GapReason : byte
{
    /// <summary>The connection was lost, and the server no longer had them when it came back.</summary>
    ConnectionLost,

    /// <summary>This page took packets more slowly than they came, so that the server dropped the oldest it had for it.</summary>
    ViewerTooSlow,

    /// <summary>A batch came whose bytes were no records.</summary>
    Damaged,
}
