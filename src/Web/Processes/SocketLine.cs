using System.Buffers.Binary;
using System.Buffers.Text;

namespace WebCap.Processes;

/// <summary>
/// A line of /proc/net/tcp and its relatives (proc_net_tcp(5)):
/// <code>
///   sl  local_address rem_address   st tx_queue:rx_queue tr:tm->when retrnsmt   uid  timeout inode
///    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 23456
/// </code>
/// An address is printed in words of 32 bits, each as the machine has it in memory.
/// </summary>
/// <param name="Key">The five-tuple.</param>
/// <param name="State">The kernel's number, 1 to 12.</param>
/// <param name="UserId">Whose the socket is.</param>
/// <param name="Inode">What the links in /proc/PID/fd name; 0 when no process has the socket any more.</param>
internal readonly record struct SocketLine(SocketKey Key, byte State, uint UserId, long Inode)
{
    /// <summary>False for the heading and for whatever else is no socket.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, SocketProtocol protocol, out SocketLine socket)
    {
        socket = default;
        TakeWord(ref line);
        if (!TryReadEnd(TakeWord(ref line), out var localAddress, out var localPort)) return false;
        if (!TryReadEnd(TakeWord(ref line), out var remoteAddress, out var remotePort)) return false;
        if (!TryReadHex(TakeWord(ref line), 2, out var state)) return false;
        for (var skipped = 0; skipped < 3; skipped++) TakeWord(ref line);
        if (!TryReadNumber(TakeWord(ref line), out var userId) || userId > uint.MaxValue) return false;
        TakeWord(ref line);
        if (!TryReadNumber(TakeWord(ref line), out var inode)) return false;
        socket = new SocketLine(new SocketKey(protocol, localAddress, localPort, remoteAddress, remotePort), (byte)state, (uint)userId, inode);
        return true;
    }

    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        var length = line.IndexOf((byte)' ');
        var word = length < 0 ? line : line[..length];
        line = line[word.Length..];
        return word;
    }

    // 8 or 32 digits, a colon, 4 digits.
    private static bool TryReadEnd(ReadOnlySpan<byte> word, out UInt128 address, out ushort port)
    {
        (address, port) = (default, 0);
        var colon = word.IndexOf((byte)':');
        if (colon is not (8 or 32) || !TryReadHex(word[(colon + 1)..], 4, out var portNumber)) return false;
        port = (ushort)portNumber;
        Span<byte> bytes = stackalloc byte[16];
        for (var at = 0; at < colon; at += 8)
        {
            if (!TryReadHex(word.Slice(at, 8), 8, out var part)) return false;
            BitConverter.TryWriteBytes(bytes[(at / 2)..], part);
        }

        address = colon == 8 ? SocketKey.Map(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> word, int digits, out uint value) =>
        Utf8Parser.TryParse(word, out value, out var used, 'X') && used == digits && word.Length == digits;

    private static bool TryReadNumber(ReadOnlySpan<byte> word, out long value) =>
        Utf8Parser.TryParse(word, out value, out var used) && used == word.Length && value >= 0;
}
