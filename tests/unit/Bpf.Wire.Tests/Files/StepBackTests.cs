using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

public class StepBackTests
{
    [Fact]
    public void APacketThatWasSteppedBackOverIsReadAgain()
    {
        foreach (var name in SmallFiles.Names)
        {
            var file = SmallFiles.Get(name);
            using var reader = new CaptureFileReader(new DrippingStream(file, 3), bufferBytes: 16);
            var count = 0;
            while (reader.TryRead(out var packet))
            {
                var (bytes, offset, seconds) = (Convert.ToHexString(packet.Bytes), packet.Offset, packet.Seconds);
                reader.StepBack();
                Assert.Equal(offset, reader.Position);
                Assert.True(reader.TryReadBuffered(out packet));
                Assert.Equal((bytes, offset, seconds), (Convert.ToHexString(packet.Bytes), packet.Offset, packet.Seconds));
                count++;
            }

            Assert.Null(reader.Fault);
            Assert.Equal(Reading.Of(file).Packets.Count, count);
        }
    }

    [Fact]
    public void ABlockThatWasPassedOverIsNotSteppedBackOver()
    {
        var file = new HandmadeFile(false).Section().Interface().EnhancedPacket(0, 1, 1, [1]).Block(0x0BAD, b => b.U32(0));
        using var reader = new CaptureFileReader(new MemoryStream(file.ToArray()));
        Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryReadBuffered(out _));

        Assert.Throws<InvalidOperationException>(reader.StepBack);
    }

    [Fact]
    public void ThereIsNothingToStepBackOverWithoutAPacket()
    {
        using var reader = new CaptureFileReader(new MemoryStream(SmallFiles.Get("pcap")));
        Assert.Throws<InvalidOperationException>(reader.StepBack);
        Assert.True(reader.TryRead(out _));
        reader.StepBack();
        Assert.Throws<InvalidOperationException>(reader.StepBack);
        while (reader.TryRead(out _))
        {
        }

        Assert.Throws<InvalidOperationException>(reader.StepBack);
        reader.Rewind();
        Assert.Throws<InvalidOperationException>(reader.StepBack);
    }
}
