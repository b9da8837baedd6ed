using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary>Frames that one call hands to the kernel, with the vectors that describe them; all in native memory that never moves.</summary>
internal sealed unsafe class FrameBatch : IDisposable
{
    /// <summary>Frames a call: enough that the call itself costs next to nothing, few enough to be a small burst.</summary>
    public const int Capacity = 64;

    private readonly int frameBytes;
    private readonly byte* frames;
    private readonly IoVector* vectors;

    public FrameBatch(ReadOnlySpan<byte> template)
    {
        frameBytes = template.Length;
        frames = (byte*)NativeMemory.Alloc((nuint)Capacity, (nuint)frameBytes);
        vectors = (IoVector*)NativeMemory.Alloc(Capacity, (nuint)sizeof(IoVector));
        Messages = (MessageHeader*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(MessageHeader));
        for (var i = 0; i < Capacity; i++)
        {
            var frame = frames + ((nint)i * frameBytes);
            template.CopyTo(new Span<byte>(frame, frameBytes));
            vectors[i] = new IoVector { Base = frame, Length = (nuint)frameBytes };
            Messages[i].Vectors = vectors + i;
            Messages[i].VectorCount = 1;
        }
    }

    public MessageHeader* Messages { get; }

    /// <summary>Numbers and stamps the first <paramref name="count"/> frames, each just before the call that sends it.</summary>
    public void Fill(int count, ulong firstSequence)
    {
        for (var i = 0; i < count; i++)
        {
            // SAFETY: i < Capacity, and a frame is at least SmallestFrame long, which ends with the time.
            var frame = new Span<byte>(frames + ((nint)i * frameBytes), FrameTemplate.SmallestFrame);
            BinaryPrimitives.WriteUInt64BigEndian(frame[FrameTemplate.SequenceOffset..], firstSequence + (ulong)i);
            BinaryPrimitives.WriteInt64BigEndian(frame[FrameTemplate.TimeOffset..], Clock.RealtimeNs());
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(frames);
        NativeMemory.Free(vectors);
        NativeMemory.Free(Messages);
    }
}
