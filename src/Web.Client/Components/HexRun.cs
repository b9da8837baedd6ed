namespace WebCap.Client.Components;

/// <summary>Some neighbouring bytes, as text, that look alike.</summary>
internal readonly record struct HexRun(string Text, ByteLook Look);
