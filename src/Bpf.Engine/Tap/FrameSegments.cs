using System.Buffers;
using System.Diagnostics;

namespace Bpf.Engine.Tap;

/// <summary>
/// The bytes of a frame in pieces, in order (an mbuf chain): at most two runs of bytes in front, then a sequence. Any piece may be empty and no
/// reader sees those. Owns nothing: valid as long as what it was made of.
/// <code>
///   [ header ][ body ][ sequence: segment, segment, … ]
/// </code>
/// </summary>
public readonly ref struct FrameSegments
{
    private readonly ReadOnlySpan<byte> header;
    private readonly ReadOnlySpan<byte> body;
    private readonly ReadOnlySequence<byte> sequence;

    /// <summary>A frame in one piece.</summary>
    public FrameSegments(ReadOnlySpan<byte> bytes)
    {
        body = bytes;
        Length = bytes.Length;
    }

    /// <summary>A frame in any number of pieces.</summary>
    public FrameSegments(scoped in ReadOnlySequence<byte> sequence)
    {
        this.sequence = sequence;
        Length = sequence.Length;
    }

    private FrameSegments(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, scoped in ReadOnlySequence<byte> sequence)
    {
        this.header = header;
        this.body = body;
        this.sequence = sequence;
        Length = header.Length + body.Length + sequence.Length;
    }

    /// <summary>Bytes in all pieces.</summary>
    public long Length { get; }

    /// <summary>The pieces that are not empty, in order.</summary>
    public Enumerator GetEnumerator() => new(in this);

    /// <summary>
    /// Copies the first <paramref name="destination"/>.Length bytes, or all there are if those are fewer (bpf_mcopy). Returns how many.
    /// </summary>
    public int CopyTo(scoped Span<byte> destination)
    {
        var copied = 0;
        foreach (var piece in this)
        {
            var rest = destination[copied..];
            if (piece.Length >= rest.Length)
            {
                piece[..rest.Length].CopyTo(rest);
                return destination.Length;
            }

            piece.CopyTo(rest);
            copied += piece.Length;
        }

        return copied;
    }

    /// <summary>The first piece that is not empty; empty when the frame is.</summary>
    internal ReadOnlySpan<byte> First
    {
        get
        {
            foreach (var piece in this) return piece;
            return [];
        }
    }

    /// <summary>The same bytes with <paramref name="front"/> before them.</summary>
    internal FrameSegments Behind(ReadOnlySpan<byte> front)
    {
        Debug.Assert(header.IsEmpty, "there is room for one header");
        return new FrameSegments(front, body, in sequence);
    }

    /// <summary>The bytes from <paramref name="start"/> on, which is at most <see cref="Length"/>, with <paramref name="front"/> before them.</summary>
    internal FrameSegments Behind(ReadOnlySpan<byte> front, int start)
    {
        Debug.Assert(header.IsEmpty, "there is room for one header");
        return start <= body.Length
            ? new FrameSegments(front, body[start..], in sequence)
            : new FrameSegments(front, [], sequence.Slice(start - body.Length));
    }

    /// <summary>Walks the pieces.</summary>
    public ref struct Enumerator
    {
        private readonly FrameSegments segments;
        private SequencePosition next;
        private int stage;

        internal Enumerator(scoped in FrameSegments segments)
        {
            this.segments = segments;
            next = segments.sequence.Start;
        }

        /// <summary>The piece that the last <see cref="MoveNext"/> found; never empty after it returned true.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next piece that is not empty; false behind the last.</summary>
        public bool MoveNext()
        {
            if (stage == 0 && Offer(segments.header)) return true;
            if (stage == 1 && Offer(segments.body)) return true;
            while (segments.sequence.TryGet(ref next, out var memory))
            {
                if (memory.IsEmpty) continue;
                Current = memory.Span;
                return true;
            }

            return false;
        }

        private bool Offer(ReadOnlySpan<byte> piece)
        {
            stage++;
            Current = piece;
            return !piece.IsEmpty;
        }
    }
}
