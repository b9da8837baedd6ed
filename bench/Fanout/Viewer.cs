using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using Bpf.Wire;

namespace Fanout;

/// <summary>
/// One connection: the hub's, in SignalR's MessagePack protocol, or the plain one. It looks at the header of each item and at the time of its first
/// record, and steps over the rest. One thread reads; any thread may take what was seen.
/// </summary>
internal sealed class Viewer(bool isRaw) : IDisposable
{
    // A stream item's array, type, headers, invocation and byte array's head, in front of the item.
    private const int MostEnvelopeBytes = 16;
    private const int HeadBytes = MostEnvelopeBytes + BatchHeader.HeaderBytes + RecordHeader.Length;
    private const byte HandshakeEnd = 0x1e;

    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly byte[] head = new byte[HeadBytes];
    private readonly Lock sync = new();
    private readonly Latencies latencies = new();
    private readonly TaskCompletionSource firstItem = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Of the message that is coming: its length, which is read first (hub) or known at its end (plain), and how much of it has come.
    private long length = -1;
    private int lengthShift;
    private long lengthSoFar;
    private long position;
    private int headLength;
    private long expected = -1;
    private Seen seen;

    /// <summary>Ends with the first item, which every viewer is sent at once.</summary>
    public Task FirstItem => firstItem.Task;

    /// <summary>Records that the service has dropped for want of room in this viewer's feed.</summary>
    public long FeedDropped { get; private set; }

    /// <summary>The service ended the connection.</summary>
    public bool HasEnded { get; private set; }

    public async Task ConnectAsync(Uri address, string token, int minor, CancellationToken cancellation)
    {
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var path = isRaw ? $"/api/bench/raw/{minor}" : "/hubs/capture";
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = path }.Uri, cancellation);
        if (isRaw) return;
        await SendAsync("{\"protocol\":\"messagepack\",\"version\":1}\u001e"u8.ToArray(), cancellation);
        var answer = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
        if (buffer.AsSpan(0, answer.Count).IndexOf(HandshakeEnd) != answer.Count - 1)
            throw new InvalidDataException($"The hub answered {Encoding.UTF8.GetString(buffer, 0, answer.Count)}.");
        // [4 (stream invocation), {}, "1", "Watch", [minor, nil, 0], []], a minor below 128 being a byte by itself.
        byte[] call = [0x96, 4, 0x80, 0xa1, (byte)'1', 0xa5, .. "Watch"u8, 0x93, checked((byte)minor), 0xc0, 0, 0x90];
        await SendAsync([(byte)call.Length, .. call], cancellation);
    }

    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
                if (part.MessageType == WebSocketMessageType.Close) break;
                if (isRaw) ReadPlain(buffer.AsSpan(0, part.Count), part.EndOfMessage);
                else ReadHub(buffer.AsSpan(0, part.Count));
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (WebSocketException fault)
        {
            firstItem.TrySetException(fault);
        }

        HasEnded = true;
    }

    /// <summary>Counts from now on.</summary>
    public void Begin()
    {
        lock (sync)
        {
            seen = default;
            latencies.Clear();
        }
    }

    /// <summary>What came since <see cref="Begin"/>; adds its latencies to <paramref name="sum"/>.</summary>
    public Seen Describe(Latencies sum)
    {
        lock (sync)
        {
            sum.Add(latencies);
            return seen;
        }
    }

    public void Dispose() => socket.Dispose();

    private ValueTask SendAsync(byte[] message, CancellationToken cancellation) =>
        socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellation);

    private void ReadPlain(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        Take(bytes);
        if (!isEnd) return;
        Finish(head.AsSpan(0, headLength), position);
    }

    // A stream of messages, each behind its length in groups of seven bits; WebSocket messages may hold several.
    private void ReadHub(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (length < 0)
            {
                var group = bytes[0];
                bytes = bytes[1..];
                lengthSoFar |= (long)(group & 0x7f) << lengthShift;
                lengthShift += 7;
                if (group < 0x80) length = lengthSoFar;
                continue;
            }

            var taken = (int)Math.Min(bytes.Length, length - position);
            Take(bytes[..taken]);
            bytes = bytes[taken..];
            if (position == length) FinishHub();
        }
    }

    private void FinishHub()
    {
        var message = head.AsSpan(0, headLength);
        // [2 (stream item), {}, "1", bytes], the byte array's head having one, two or four bytes of length.
        if (message.Length > 8 && message[..5].SequenceEqual<byte>([0x94, 2, 0x80, 0xa1, (byte)'1']))
        {
            var start = 6 + (1 << (message[5] - 0xc4));
            Finish(message[start..], length - start);
            return;
        }

        // Anything but a ping is an answer that no viewer asked for, such as an error.
        if (message.Length > 1 && message[1] != 6) throw new InvalidDataException($"The hub sent {Convert.ToHexString(message)}.");
        Forget();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Min(bytes.Length, head.Length - headLength);
        bytes[..kept].CopyTo(head.AsSpan(headLength));
        headLength += kept;
        position += bytes.Length;
    }

    private void Finish(ReadOnlySpan<byte> item, long itemBytes)
    {
        if (!BatchHeader.TryRead(item, out var header, out var records)) throw new InvalidDataException("That is no item of a feed.");
        firstItem.TrySetResult();
        lock (sync)
        {
            FeedDropped = header.FeedDropped;
            if (header.Kind == BatchKind.Records)
            {
                var missing = expected < 0 ? 0 : header.FirstRecord - expected;
                expected = header.FirstRecord + header.RecordCount;
                seen = new Seen(seen.Records + header.RecordCount, seen.Bytes + itemBytes, seen.Items + 1, seen.Missing + missing);
                // The first record has waited longest.
                if (MemoryMarshal.TryRead<RecordHeader>(records, out var first)) latencies.Add(AgeMs(first, header.TimestampFormat));
            }
        }

        Forget();
    }

    private static long AgeMs(in RecordHeader record, TimestampFormat format)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(record.Seconds).AddTicks(record.NanosecondsAs(format) / 100);
        return (long)(DateTimeOffset.UtcNow - at).TotalMilliseconds;
    }

    private void Forget()
    {
        length = -1;
        lengthShift = 0;
        lengthSoFar = position = 0;
        headLength = 0;
    }
}
