using Packet.Dissect;

namespace WebCap.Client.Components;

/// <summary>Which bytes of a packet are marked: those of the selected field, of the one under the mouse, and of the layer around the selected one.</summary>
internal readonly record struct ByteMarks(FieldNode? Selected, FieldNode? Hovered, FieldNode? Layer)
{
    /// <summary>How a byte looks.</summary>
    public ByteLook At(int offset)
        => Holds(Selected, offset) ? ByteLook.Selected : Holds(Hovered, offset) ? ByteLook.Hovered : Holds(Layer, offset) ? ByteLook.Layer : ByteLook.Plain;

    private static bool Holds(FieldNode? field, int offset) => field is not null && offset >= field.Offset && offset - field.Offset < field.Length;
}
