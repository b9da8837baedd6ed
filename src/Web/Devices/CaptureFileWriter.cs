using System.IO.Pipelines;
using Bpf.Wire;
using Bpf.Wire.Files;
using WebCap.Capture;

namespace WebCap.Devices;

/// <summary>Hold buffers of one session into one capture file.</summary>
internal abstract class CaptureFileWriter
{
    /// <summary>
    /// A file of one interface, its beginning already written: a pcapng section, or a pcap header with nanosecond times.
    /// </summary>
    public static CaptureFileWriter Create(CaptureFileFormat format, PipeWriter output, CaptureSession session) =>
        format == CaptureFileFormat.Pcap ? new PcapFile(output, session) : new PcapngFile(output, session);

    /// <summary>Appends a hold buffer's records.</summary>
    public abstract void Write(ReadOnlySpan<byte> records, TimestampFormat format);

    /// <summary>Writes what belongs at the end, if the format has such a thing: the books.</summary>
    public abstract void Finish(CaptureSession session, long feedDropped);

    private sealed class PcapngFile : CaptureFileWriter
    {
        private readonly PcapngWriter writer;
        private readonly int interfaceId;
        private long written;

        public PcapngFile(PipeWriter output, CaptureSession session)
        {
            writer = new PcapngWriter(output);
            writer.WriteSection(operatingSystem: Environment.OSVersion.VersionString);
            interfaceId = writer.AddInterface(new CaptureInterface
            {
                LinkType = session.Interface.LinkType,
                Name = session.Interface.Name,
                Description = session.Interface.Description,
                Filter = session.Settings.EffectiveFilter is { Length: > 0 } filter ? filter : null,
                SnapLength = session.Settings.SnapLength,
                OperatingSystem = Environment.OSVersion.VersionString,
            });
        }

        public override void Write(ReadOnlySpan<byte> records, TimestampFormat format) => written += writer.WriteBatch(interfaceId, records, format);

        public override void Finish(CaptureSession session, long feedDropped)
        {
            var device = session.Device.GetStatistics();
            writer.WriteStatistics(
                interfaceId,
                new CaptureStatistics
                {
                    StartTime = session.OpenedAt,
                    EndTime = DateTimeOffset.UtcNow,
                    Received = (ulong)session.InterfaceReceived,
                    DroppedByInterface = (ulong)(device.Dropped + feedDropped),
                    Accepted = (ulong)device.Captured,
                    DroppedBySystem = (ulong)session.KernelDropped,
                    Delivered = (ulong)written,
                },
                DateTimeOffset.UtcNow);
        }
    }

    private sealed class PcapFile : CaptureFileWriter
    {
        private readonly PcapWriter writer;

        public PcapFile(PipeWriter output, CaptureSession session)
        {
            writer = new PcapWriter(output);
            writer.WriteHeader(session.Interface.LinkType, session.Settings.SnapLength);
        }

        public override void Write(ReadOnlySpan<byte> records, TimestampFormat format) => writer.WriteBatch(records, format);

        public override void Finish(CaptureSession session, long feedDropped)
        {
            // pcap has no place for the books.
        }
    }
}
