namespace Packet.Dissect.Conversations;

/// <summary>What a conversation tells one of its segments: the numbers to count from and how its window is scaled.</summary>
/// <param name="StreamIndex">The place of the conversation in the capture, from 0.</param>
/// <param name="BaseSequence">The sequence number shown as 0.</param>
/// <param name="BaseAcknowledgement">The acknowledgement number shown as 0.</param>
/// <param name="Scale">The window's shift count, or one of the constants in <see cref="TcpDirection"/>.</param>
/// <param name="FirstTime">When the conversation began.</param>
/// <param name="TlsVersion">The TLS version that is in use by this segment, as in its records; 0 before a server chose one.</param>
internal readonly record struct TcpContext(int StreamIndex, uint BaseSequence, uint BaseAcknowledgement, sbyte Scale, long FirstTime, int TlsVersion);
