using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace WebCap.Capture.MessagePack;

/// <summary>Hub messages to MessagePack.</summary>
internal static class HubMessageWriter
{
    private const int ResultError = 1;
    private const int ResultVoid = 2;
    private const int ResultValue = 3;

    /// <summary>
    /// Writes the message, except that a feed item at its end is only announced (its byte array's head) and returned for the caller to write
    /// behind.
    /// </summary>
    public static FeedItem? WriteHead(HubMessage message, IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        switch (message)
        {
            case StreamItemMessage item:
                Start(writer, 4, HubMessageType.StreamItem, item);
                writer.Write(item.InvocationId);
                return WriteValue(writer, item.Item);
            case CompletionMessage completion:
                var hasResult = completion.HasResult || completion.Error is not null;
                Start(writer, hasResult ? 5 : 4, HubMessageType.Completion, completion);
                writer.Write(completion.InvocationId);
                writer.Write(completion.Error is not null ? ResultError : completion.HasResult ? ResultValue : ResultVoid);
                if (completion.Error is not null) writer.Write(completion.Error);
                else if (completion.HasResult) return WriteValue(writer, completion.Result);
                return null;
            case InvocationMessage invocation:
                WriteCall(writer, HubMessageType.Invocation, invocation);
                return null;
            case StreamInvocationMessage invocation:
                WriteCall(writer, HubMessageType.StreamInvocation, invocation);
                return null;
            case CancelInvocationMessage cancel:
                Start(writer, 3, HubMessageType.CancelInvocation, cancel);
                writer.Write(cancel.InvocationId);
                return null;
            case PingMessage:
                writer.WriteArrayHeader(1);
                writer.Write((int)HubMessageType.Ping);
                return null;
            case CloseMessage close:
                writer.WriteArrayHeader(3);
                writer.Write((int)HubMessageType.Close);
                writer.Write(close.Error);
                writer.Write(close.AllowReconnect);
                return null;
            case AckMessage ack:
                writer.WriteArrayHeader(2);
                writer.Write((int)HubMessageType.Ack);
                writer.Write(ack.SequenceId);
                return null;
            case SequenceMessage sequence:
                writer.WriteArrayHeader(2);
                writer.Write((int)HubMessageType.Sequence);
                writer.Write(sequence.SequenceId);
                return null;
            default:
                throw new InvalidDataException($"A message of type {message.GetType().Name} has no place in this protocol.");
        }
    }

    private static void WriteCall(MessagePackWriter writer, HubMessageType type, HubMethodInvocationMessage call)
    {
        Start(writer, 6, type, call);
        writer.Write(call.InvocationId);
        writer.Write(call.Target);
        writer.WriteArrayHeader(call.Arguments.Length);
        foreach (var argument in call.Arguments)
        {
            if (WriteValue(writer, argument) is not null) throw new InvalidDataException("A feed item can be streamed, not passed as an argument.");
        }

        writer.WriteArrayHeader(call.StreamIds?.Length ?? 0);
        foreach (var id in call.StreamIds ?? []) writer.Write(id);
    }

    private static void Start(MessagePackWriter writer, int count, HubMessageType type, HubInvocationMessage message)
    {
        writer.WriteArrayHeader(count);
        writer.Write((int)type);
        writer.WriteMapHeader(message.Headers?.Count ?? 0);
        foreach (var (name, value) in message.Headers ?? new Dictionary<string, string>())
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static FeedItem? WriteValue(MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                return null;
            case FeedItem item:
                writer.WriteBinaryHeader(item.LengthBytes);
                return item;
            case byte[] bytes:
                writer.Write(bytes.AsSpan());
                return null;
            case string text:
                writer.Write(text);
                return null;
            case bool flag:
                writer.Write(flag);
                return null;
            case int number:
                writer.Write((long)number);
                return null;
            case long number:
                writer.Write(number);
                return null;
            case double number:
                writer.Write(number);
                return null;
            default:
                throw new InvalidDataException($"A value of type {value.GetType().Name} has no place in this protocol.");
        }
    }
}
