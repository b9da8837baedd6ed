using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace WebCap.Capture.MessagePack;

/// <summary>MessagePack to hub messages, for what a client may send.</summary>
internal static class HubMessageReader
{
    /// <summary>
    /// Reads one message. Null for a type of a later version, which the specification says to ignore. Arguments that do not fit the hub method
    /// give a binding failure, which SignalR answers to that call alone; bytes that are no message throw and end the connection.
    /// </summary>
    public static HubMessage? Read(ReadOnlySpan<byte> body, IInvocationBinder binder)
    {
        var reader = new MessagePackReader(body);
        var count = reader.ReadArrayHeader();
        var type = (HubMessageType)reader.ReadInteger();
        switch (type)
        {
            case HubMessageType.Invocation or HubMessageType.StreamInvocation:
                return ReadCall(ref reader, type, count, binder);
            case HubMessageType.CancelInvocation:
                SkipHeaders(ref reader);
                return new CancelInvocationMessage(reader.ReadString() ?? throw new InvalidDataException("A cancellation names no invocation."));
            case HubMessageType.Ping:
                return PingMessage.Instance;
            case HubMessageType.Close:
                var error = reader.ReadString();
                return new CloseMessage(error, count > 2 && reader.ReadBoolean());
            case HubMessageType.Ack:
                return new AckMessage(reader.ReadInteger());
            case HubMessageType.Sequence:
                return new SequenceMessage(reader.ReadInteger());
            default:
                // Stream items and completions would be uploads and answers of the client; this hub takes neither.
                return null;
        }
    }

    private static HubMessage ReadCall(ref MessagePackReader reader, HubMessageType type, int count, IInvocationBinder binder)
    {
        SkipHeaders(ref reader);
        var invocationId = reader.ReadString();
        var target = reader.ReadString() ?? throw new InvalidDataException("An invocation names no method.");
        object?[] arguments;
        try
        {
            arguments = ReadArguments(ref reader, binder.GetParameterTypes(target));
        }
        catch (InvalidDataException fault)
        {
            return new InvocationBindingFailureMessage(invocationId, target, ExceptionDispatchInfo.Capture(fault));
        }
        catch (HubException fault)
        {
            return new InvocationBindingFailureMessage(invocationId, target, ExceptionDispatchInfo.Capture(fault));
        }

        if (count > 5 && reader.ReadArrayHeader() > 0) throw new InvalidDataException("This hub takes no streams from clients.");
        if (type == HubMessageType.Invocation) return new InvocationMessage(invocationId, target, arguments);
        return new StreamInvocationMessage(invocationId ?? throw new InvalidDataException("A stream invocation has no id."), target, arguments);
    }

    private static object?[] ReadArguments(ref MessagePackReader reader, IReadOnlyList<Type> types)
    {
        var count = reader.ReadArrayHeader();
        if (count != types.Count)
        {
            for (var i = 0; i < count; i++) reader.Skip();
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The method takes {types.Count} arguments, not {count}."));
        }

        var arguments = new object?[count];
        for (var i = 0; i < count; i++)
        {
            arguments[i] = types[i] switch
            {
                var type when type == typeof(int) => checked((int)Narrow(reader.ReadInteger())),
                var type when type == typeof(long) => reader.ReadInteger(),
                var type when type == typeof(bool) => reader.ReadBoolean(),
                var type when type == typeof(string) => reader.ReadString(),
                var type => throw new InvalidDataException($"An argument of type {type.Name} has no place in this protocol."),
            };
        }

        return arguments;
    }

    private static long Narrow(long value) =>
        value is >= int.MinValue and <= int.MaxValue ? value : throw new InvalidDataException("A number is too large for its argument.");

    private static void SkipHeaders(ref MessagePackReader reader)
    {
        var count = reader.ReadMapHeader();
        for (var i = 0; i < count; i++)
        {
            reader.Skip();
            reader.Skip();
        }
    }
}
