namespace Packet.Dissect;

/// <summary>
/// Why a decoder stopped: it needed bytes that are not there. What it had read until then stays in the row and in the tree.
/// </summary>
/// <param name="Layer">The layer that stopped, for example <c>DNS</c>.</param>
/// <param name="Offset">Where the bytes should start, from the start of the frame.</param>
/// <param name="Needed">Bytes needed there.</param>
/// <param name="Available">Bytes captured there.</param>
/// <param name="IsCutBySnapLength">True when the bytes were on the wire and the capture left them out; false when the packet lies about its lengths.</param>
internal readonly record struct DissectError(string Layer, int Offset, int Needed, int Available, bool IsCutBySnapLength)
{
    /// <summary>What is appended to the row's Info.</summary>
    internal string InfoSuffix => IsCutBySnapLength ? "[Packet size limited during capture]" : "[Malformed Packet]";

    /// <summary>The line in the tree.</summary>
    internal string Label => IsCutBySnapLength
        ? $"[Packet size limited during capture: {Layer} truncated]"
        : $"[Malformed Packet: {Layer}]";
}
