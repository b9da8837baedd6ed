namespace Bpf.Engine.Filter.Jit;

/// <summary>A program as machine code: the verdict over a frame.</summary>
/// <param name="frame">The frame's first byte; not looked at when <paramref name="length"/> is 0.</param>
/// <param name="length">Bytes that are present, at most <see cref="int.MaxValue"/>.</param>
/// <param name="wireLength">Bytes the frame had on the wire.</param>
internal delegate uint FilterCode(ref byte frame, nuint length, uint wireLength);
