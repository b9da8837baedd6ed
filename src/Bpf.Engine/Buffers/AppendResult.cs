namespace Bpf.Engine.Buffers;

/// <summary>What became of a frame that the filter accepted.</summary>
internal enum AppendResult
{
    /// <summary>It is in the store buffer.</summary>
    Stored,

    /// <summary>It is stored, and on the way the buffers changed places, so a reader has something to fetch.</summary>
    StoredAndRotated,

    /// <summary>The store buffer is full and the hold buffer is not yet read: the frame is lost and counted [BUF-5].</summary>
    Dropped,
}
