namespace Bpf.Engine.Tests.Buffers;

/// <summary>The two buffers as the rules tell them, in lists: slow, obvious, and sharing no line with the real pair.</summary>
internal sealed class ListPair(int capacityBytes)
{
    private const int HeaderBytes = 32;

    public List<byte[]> Store { get; private set; } = [];

    public List<byte[]> Hold { get; private set; } = [];

    public int StoreBytes => Store.Sum(SizeOf);

    public int HoldBytes => Hold.Sum(SizeOf);

    public int Fit(int capturedLength) => HeaderBytes + capturedLength > capacityBytes ? capacityBytes - HeaderBytes : capturedLength;

    public AppendResult Append(byte[] captured)
    {
        var hasRotated = false;
        if (StoreBytes + SizeOf(captured) > capacityBytes)
        {
            if (Hold.Count > 0) return AppendResult.Dropped;
            Rotate();
            hasRotated = true;
        }

        Store.Add(captured);
        if (StoreBytes == capacityBytes && Hold.Count == 0)
        {
            Rotate();
            hasRotated = true;
        }

        return hasRotated ? AppendResult.StoredAndRotated : AppendResult.Stored;
    }

    public void Rotate() => (Store, Hold) = (Hold, Store);

    public static int SizeOf(byte[] captured) => (HeaderBytes + captured.Length + 7) / 8 * 8;
}
