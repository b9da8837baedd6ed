namespace Packet.Dissect;

/// <summary>
/// The text of one row of the packet list. Every string is safe to show as text: characters that steer a terminal or the
/// direction of writing are already visible escapes (see <see cref="DisplayText"/>). HTML is left as it is, so a row must be
/// shown through text nodes.
/// </summary>
/// <param name="Source">Address of the sender in the innermost layer that has one; may be empty.</param>
/// <param name="Destination">Address of the receiver in the innermost layer that has one; may be empty.</param>
/// <param name="Protocol">Short name of the innermost protocol that was decoded.</param>
/// <param name="Info">What the packet says, without trailing spaces.</param>
/// <param name="Rule">The first colouring rule that the packet meets.</param>
public readonly record struct PacketSummary(string Source, string Destination, string Protocol, string Info, ColorRule Rule);
