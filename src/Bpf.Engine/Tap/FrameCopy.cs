namespace Bpf.Engine.Tap;

/// <summary>
/// Copies a frame into a record (the <c>cpfn</c> of bpf_mtap_hdr(9)), for a caller whose bytes are not simply to be copied. Runs inside the tap
/// session, once for every device that stores the frame, and must be quick and not call the device or the tap.
/// </summary>
/// <param name="source">The pieces of the frame, the header first.</param>
/// <param name="destination">The record's captured bytes, to be filled whole; may be shorter than the source, never longer.</param>
public delegate void FrameCopy(scoped FrameSegments source, scoped Span<byte> destination);
