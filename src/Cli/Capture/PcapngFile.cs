using System.Buffers;
using Bpf.Wire.Files;

namespace WebCap.Cli.Capture;

/// <summary>
/// The file that a recording goes to. It is written block by block and never left in the middle of one: when the disk is full it ends with the
/// last packet that fitted. Owner-only, because packets are other people's affairs.
/// </summary>
internal sealed class PcapngFile : IAsyncDisposable
{
    private readonly Stream stream;
    private readonly ArrayBufferWriter<byte> pending = new(256 * 1024);
    private readonly PcapngWriter writer;
    private long wholeBytes;

    private PcapngFile(string name, Stream stream)
    {
        Name = name;
        this.stream = stream;
        writer = new PcapngWriter(pending);
        writer.WriteSection(application: "WebCap");
    }

    /// <summary>Its name, for sentences.</summary>
    public string Name { get; }

    /// <summary>Packets written, or about to be.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes written.</summary>
    public long LengthBytes => wholeBytes;

    /// <summary>False once whoever read the pipe has gone: Wireshark was told to stop, or head has seen enough.</summary>
    public bool HasReader { get; private set; } = true;

    /// <summary>A new file.</summary>
    /// <exception cref="CliException">It exists and may not be replaced, or cannot be made.</exception>
    public static PcapngFile Create(string name, bool replaces)
    {
        try
        {
            var options = new FileStreamOptions { Mode = replaces ? FileMode.Create : FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new PcapngFile(name, new FileStream(name, options));
        }
        catch (IOException) when (!replaces && File.Exists(name))
        {
            throw new CliException($"{name} exists. Give another name with --write, or replace it with --force.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{name} cannot be made: {fault.Message}", fault);
        }
    }

    /// <summary>Standard output or another pipe; it is taken over.</summary>
    public static PcapngFile Over(string name, Stream stream) => new(name, stream);

    /// <summary>Says which interface it is; before the first packet.</summary>
    public void Describe(CaptureInterface description)
    {
        if (writer.InterfaceCount == 0) writer.AddInterface(description);
    }

    /// <summary>Takes one packet of the interface, with what is to be said about it, if anything.</summary>
    public void Add(in CapturePacket packet, string? comment = null)
    {
        writer.Write(0, packet.Bytes, packet.WireLength, packet.Seconds, packet.Nanoseconds, packet.Direction, packet.DroppedBefore, comment);
        Count++;
    }

    /// <summary>Takes the books, which come last.</summary>
    public void Add(CaptureStatistics books, DateTimeOffset takenAt) => writer.WriteStatistics(0, books with { Delivered = (ulong)Count }, takenAt);

    /// <summary>Writes what was taken.</summary>
    public async ValueTask FlushAsync()
    {
        if (pending.WrittenCount == 0) return;
        try
        {
            await stream.WriteAsync(pending.WrittenMemory);
            wholeBytes += pending.WrittenCount;
            pending.ResetWrittenCount();
        }
        catch (IOException) when (!stream.CanSeek)
        {
            HasReader = false;
            pending.ResetWrittenCount();
        }
        catch (IOException fault)
        {
            stream.SetLength(wholeBytes);
            throw new CliException($"{Name} cannot be written any further and ends at {wholeBytes} bytes: {fault.Message}", fault);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
