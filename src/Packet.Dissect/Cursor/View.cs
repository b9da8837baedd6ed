namespace Packet.Dissect.Cursor;

/// <summary>
/// The part of a frame that a layer may read: where it starts, how many bytes of it were captured and how many it claims on the wire.
/// <c>Captured</c> never reaches beyond the frame and never exceeds <c>Reported</c>, so an offset below it is safe to read.
/// </summary>
internal readonly struct View
{
    internal View(int offset, int captured, int reported)
    {
        Offset = offset;
        Captured = captured;
        Reported = reported;
    }

    /// <summary>First byte, from the start of the frame.</summary>
    internal int Offset { get; }

    /// <summary>Bytes that can be read.</summary>
    internal int Captured { get; }

    /// <summary>Bytes that were on the wire.</summary>
    internal int Reported { get; }

    /// <summary>First byte after what can be read.</summary>
    internal int End => Offset + Captured;

    /// <summary>What follows the first <paramref name="count"/> bytes; empty when there are fewer.</summary>
    internal View Skip(int count)
    {
        var captured = Math.Min(count, Captured);
        return new View(Offset + captured, Captured - captured, Math.Max(0, Reported - count));
    }

    /// <summary>At most the first <paramref name="count"/> bytes. A layer that claims more than the one around it gets what there is.</summary>
    internal View Take(int count)
    {
        if (count < 0) count = 0;
        return new View(Offset, Math.Min(Captured, count), Math.Min(Reported, count));
    }
}
