using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using Bpf.Wire;
using Microsoft.AspNetCore.SignalR.Protocol;
using WebCap.Capture;
using WebCap.Capture.MessagePack;

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
    private const string Invocation = "1";

    private static readonly MessagePackHubProtocol Protocol = new();

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
        var path = isRaw ? $"/api/bench/raw/{minor}" : CaptureFeature.HubPath;
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = path }.Uri, cancellation);
        if (isRaw) return;
        var handshake = new ArrayBufferWriter<byte>();
        HandshakeProtocol.WriteRequestMessage(new HandshakeRequestMessage(Protocol.Name, Protocol.Version), handshake);
        await SendAsync(handshake.WrittenMemory, cancellation);
        var answer = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
        var response = new ReadOnlySequence<byte>(buffer.AsMemory(0, answer.Count));
        if (!HandshakeProtocol.TryParseResponseMessage(ref response, out var shaken) || shaken.Error is not null)
            throw new InvalidDataException($"The hub answered {Encoding.UTF8.GetString(buffer, 0, answer.Count)}.");
        await SendAsync(Protocol.GetMessageBytes(new StreamInvocationMessage(Invocation, nameof(CaptureHub.Watch), [minor, null, 0L])), cancellation);
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
        catch (Exception fault) when (fault is WebSocketException or InvalidDataException)
        {
            firstItem.TrySetException(fault);
        }

        HasEnded = true;
        firstItem.TrySetException(new InvalidDataException("The service ended the stream before its first item."));
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

    private ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellation);

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
        // [stream item, {}, invocation, bytes], the byte array's head having one, two or four bytes of length.
        if (message.Length > 8 && message[..5].SequenceEqual<byte>([0x94, (byte)HubMessageType.StreamItem, 0x80, 0xa1, (byte)Invocation[0]]))
        {
            var start = 6 + (1 << (message[5] - 0xc4));
            Finish(message[start..], length - start);
            return;
        }

        // Anything but a ping is an answer that no viewer asked for, such as an error.
        if (message.Length > 1 && message[1] != (byte)HubMessageType.Ping) throw new InvalidDataException($"The hub sent {Convert.ToHexString(message)}.");
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
                seen = new Seen(seen.Records + header.RecordCount, seen.Bytes + itemBytes);
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
