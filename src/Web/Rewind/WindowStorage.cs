namespace WebCap.Rewind;

/// <summary>Where a window keeps its packets.</summary>
internal enum WindowStorage
{
    Memory,
    Disk,
}
