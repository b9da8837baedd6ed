using System.Buffers.Binary;
using Bpf.Wire;

namespace Packet.Dissect.Tests.Support;

/// <summary>The capture files beside the tests: little-endian pcap, in microseconds or nanoseconds.</summary>
internal static class Capture
{
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "captures", name);

    internal static List<CapturedPacket> Read(string name) => ReadFile(PathOf(name));

    internal static List<CapturedPacket> ReadFile(string path)
    {
        var file = File.ReadAllBytes(path);
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(file);
        var nanosecondsPerFraction = magic switch
        {
            0xa1b2c3d4 => 1000L,
            0xa1b23c4d => 1L,
            _ => throw new InvalidDataException($"{path} is no little-endian pcap file."),
        };
        var linkType = (LinkType)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(20));
        var packets = new List<CapturedPacket>();
        for (var at = 24; at < file.Length;)
        {
            var header = file.AsSpan(at, 16);
            var seconds = BinaryPrimitives.ReadUInt32LittleEndian(header);
            var fraction = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var captured = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            var wire = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
            var time = (seconds * 1_000_000_000L) + (fraction * nanosecondsPerFraction);
            packets.Add(new CapturedPacket(packets.Count + 1, time, linkType, wire, file.AsSpan(at + 16, captured).ToArray()));
            at += 16 + captured;
        }

        return packets;
    }
}
