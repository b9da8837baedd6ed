using Bpf.Engine.Buffers;

namespace Bpf.Engine.Tests.Buffers;

// Small frames are copied by moves of fixed size that overlap: nothing may be missing, and nothing beside the place written.
public sealed class CapturedBytesTests
{
    private const int Longest = 300;
    private const int Margin = 64;

    [Fact]
    public void EveryLengthIsCopiedWholeAndNothingBesideIt()
    {
        var frame = new byte[Longest];
        new Random(31).NextBytes(frame);
        for (var length = 0; length <= Longest; length++)
        {
            var memory = Enumerable.Repeat((byte)0xee, Longest + (2 * Margin)).ToArray();
            CapturedBytes.Copy(frame.AsSpan(Longest - length), memory.AsSpan(Margin, length));

            byte[] expected = [.. Enumerable.Repeat((byte)0xee, Margin), .. frame[(Longest - length)..], .. Enumerable.Repeat((byte)0xee, Longest - length + Margin)];
            Assert.Equal(expected, memory);
        }
    }
}
