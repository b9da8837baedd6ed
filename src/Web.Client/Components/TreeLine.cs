using Packet.Dissect;

namespace WebCap.Client.Components;

/// <summary>A line of the field tree that is not folded away.</summary>
/// <param name="Node">The field.</param>
/// <param name="Level">1 for a layer.</param>
/// <param name="Parent">The place of the line that it is under; -1 for a layer.</param>
/// <param name="IsOpen">True when the lines under it are shown.</param>
internal readonly record struct TreeLine(FieldNode Node, int Level, int Parent, bool IsOpen)
{
    /// <summary>True when there are lines under it.</summary>
    public bool HasChildren => Node.Children.Count > 0;
}
