namespace WebCap.Client.Components;

/// <summary>How a byte is shown.</summary>
internal enum ByteLook : byte
{
    /// <summary>As most are.</summary>
    Plain,

    /// <summary>Part of the layer that the selected field is in.</summary>
    Layer,

    /// <summary>Part of the field under the mouse.</summary>
    Hovered,

    /// <summary>Part of the selected field.</summary>
    Selected,
}
