using Bpf.Engine.Buffers;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Buffers;

/// <summary>The steps by which a device appends a record, in one.</summary>
internal static class Appending
{
    public static AppendResult Append(this StoreHoldPair pair, in RecordHeader header, ReadOnlySpan<byte> captured)
    {
        var hasRotated = false;
        if (!pair.MakeRoom(header.CapturedLength, ref hasRotated))
        {
            Assert.False(hasRotated);
            return AppendResult.Dropped;
        }

        captured.CopyTo(pair.Begin(in header));
        pair.End(header.CapturedLength, ref hasRotated);
        return hasRotated ? AppendResult.StoredAndRotated : AppendResult.Stored;
    }
}
