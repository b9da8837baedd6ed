using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace WebCap.Capture.MessagePack;

/// <summary>
/// SignalR's MessagePack hub protocol, as its specification (HubProtocol.md in the ASP.NET Core repository) lays it down and
/// <c>@microsoft/signalr-protocol-msgpack</c> speaks it: a length as a variable-length integer, then an array whose first element is the
/// message's type. Values are what this hub uses: nil, booleans, integers, floats, strings and byte arrays; and a <see cref="FeedItem"/> goes
/// out as one byte array without being put together first. Stateless, so any thread.
/// </summary>
internal sealed class MessagePackHubProtocol : IHubProtocol
{
    private const int SupportedVersion = 2;

    public string Name => "messagepack";

    public int Version => SupportedVersion;

    public TransferFormat TransferFormat => TransferFormat.Binary;

    public bool IsVersionSupported(int version) => version <= SupportedVersion;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!MessageFrame.TryRead(ref input, out var body))
        {
            message = null;
            return false;
        }

        // Client messages are small (the hub caps them at a few KiB), so a body that spans segments is put together.
        message = HubMessageReader.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), binder);
        return message is not null;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        // The head is everything but a feed item's bytes: a few dozen bytes, put together first because the length comes before it.
        var head = new ArrayBufferWriter<byte>(64);
        var item = HubMessageWriter.WriteHead(message, head);
        var itemLength = item?.LengthBytes ?? 0;
        MessageFrame.WriteLength((uint)(head.WrittenCount + itemLength), output);
        output.Write(head.WrittenSpan);
        if (item is null) return;
        item.CopyTo(output.GetSpan(itemLength));
        output.Advance(itemLength);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteMessage(message, output);
        return output.WrittenMemory;
    }
}
