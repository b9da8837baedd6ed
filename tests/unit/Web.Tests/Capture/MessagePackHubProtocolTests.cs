using System.Buffers;
using System.Globalization;
using Bpf.Wire;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using WebCap.Capture;
using WebCap.Capture.MessagePack;

namespace WebCap.Tests.Capture;

public class MessagePackHubProtocolTests
{
    private readonly MessagePackHubProtocol protocol = new();
    private readonly WatchBinder binder = new();

    // [4, {}, "7", "Watch", [3, nil, 0], []], as @microsoft/signalr-protocol-msgpack sends it.
    private static readonly byte[] WatchCall = [0x10, 0x96, 0x04, 0x80, 0xa1, 0x37, 0xa5, 0x57, 0x61, 0x74, 0x63, 0x68, 0x93, 0x03, 0xc0, 0x00, 0x90];

    [Fact]
    public void ACallIsReadHoweverTheConnectionCutsIt()
    {
        var bytes = WatchCall.ToArray();
        for (var at = 0; at <= bytes.Length; at++)
        {
            var input = Segments(bytes[..at], bytes[at..]);

            Assert.True(protocol.TryParseMessage(ref input, binder, out var message));
            var call = Assert.IsType<StreamInvocationMessage>(message);
            Assert.Equal("Watch", call.Target);
            Assert.Equal("7", call.InvocationId);
            Assert.Equal([3, null, 0L], call.Arguments);
            Assert.Equal(0, input.Length);
        }
    }

    [Fact]
    public void AMessageThatHasNotAllArrivedIsLeftAlone()
    {
        var bytes = WatchCall.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(bytes, 0, length);

            Assert.False(protocol.TryParseMessage(ref input, binder, out _));
            Assert.Equal(length, input.Length);
        }
    }

    [Theory]
    [InlineData("92 03 c0", "takes 3 arguments, not 2")]
    [InlineData("93 a1 78 c0 00", "Expected an integer")]
    [InlineData("93 cf ff ff ff ff ff ff ff ff c0 00", "Expected an integer")]
    [InlineData("93 cb 40 09 21 fb 54 44 2d 18 c0 00", "whole number")]
    [InlineData("93 d3 00 00 00 01 00 00 00 00 c0 00", "too large")]
    public void ArgumentsThatDoNotFitAreThatCallsFailureAlone(string arguments, string reason)
    {
        byte[] head = [0x96, 0x04, 0x80, 0xa1, 0x37, 0xa5, 0x57, 0x61, 0x74, 0x63, 0x68];
        byte[] body = [.. head, .. Hex(arguments), 0x90];
        var input = new ReadOnlySequence<byte>([(byte)body.Length, .. body]);

        Assert.True(protocol.TryParseMessage(ref input, binder, out var message));
        var failure = Assert.IsType<InvocationBindingFailureMessage>(message);
        Assert.Contains(reason, failure.BindingFailure.SourceException.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersOfJavaScriptFitWhereTheyAreWhole()
    {
        // 2^53 - 1 as a float, which is how the page's MessagePack library sends numbers beyond 32 bits.
        byte[] head = [0x96, 0x04, 0x80, 0xa1, 0x37, 0xa5, 0x57, 0x61, 0x74, 0x63, 0x68];
        byte[] body = [.. head, .. Hex("93 03 a2 69 64 cb 43 3f ff ff ff ff ff ff"), 0x90];
        var input = new ReadOnlySequence<byte>([(byte)body.Length, .. body]);

        Assert.True(protocol.TryParseMessage(ref input, binder, out var message));
        Assert.Equal([3, "id", 9007199254740991L], Assert.IsType<StreamInvocationMessage>(message).Arguments);
    }

    [Fact]
    public void WhatComesFromAClientNeverDoesMoreThanRefuse()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        var refused = 0;
        for (var round = 0; round < 200_000; round++)
        {
            var bytes = WatchCall.ToArray();
            for (var edits = random.Next(1, 5); edits > 0; edits--) bytes[random.Next(1, bytes.Length)] = (byte)random.Next(256);
            var input = new ReadOnlySequence<byte>(bytes);
            try
            {
                protocol.TryParseMessage(ref input, binder, out _);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 0);
    }

    [Fact]
    public void NestingWithoutEndIsRefused()
    {
        // A ping is read without looking further, so the depth is put into a call's headers.
        byte[] body = [0x96, 0x04, 0x81, .. Enumerable.Repeat((byte)0x91, 1000), 0xc0];
        var input = new ReadOnlySequence<byte>([0xec, 0x07, .. body]);

        Assert.Throws<InvalidDataException>(() => protocol.TryParseMessage(ref input, binder, out _));
    }

    [Fact]
    public void AFeedItemGoesOutAsOneByteArray()
    {
        var records = Enumerable.Range(0, 300).Select(i => (byte)i).ToArray();
        var item = new FeedItem(new BatchHeader { Magic = BatchHeader.ExpectedMagic, HeaderLength = BatchHeader.HeaderBytes }, records);

        var bytes = protocol.GetMessageBytes(new StreamItemMessage("7", item)).ToArray();

        // Length 420 as two bytes; [2, {}, "7", bin 16 of 412 bytes].
        byte[] head = [0xa4, 0x03, 0x94, 0x02, 0x80, 0xa1, 0x37, 0xc5, 0x01, 0x9c];
        Assert.Equal(head, bytes[..head.Length]);
        Assert.Equal(420, bytes.Length - 2);
        Assert.Equal(records, bytes[(head.Length + BatchHeader.HeaderBytes)..]);
    }

    public static TheoryData<string, string> Outgoing => new()
    {
        { "ping", "02 91 06" },
        { "close", "04 93 07 c0 c3" },
        { "void", "06 94 03 80 a1 37 02" },
        { "error", "0a 95 03 80 a1 37 01 a3 62 61 64" },
    };

    [Theory]
    [MemberData(nameof(Outgoing))]
    public void WhatTheServerSendsHasTheSpecifiedBytes(string kind, string expected)
    {
        HubMessage message = kind switch
        {
            "ping" => PingMessage.Instance,
            "close" => new CloseMessage(error: null, allowReconnect: true),
            "void" => CompletionMessage.Empty("7"),
            _ => CompletionMessage.WithError("7", "bad"),
        };

        Assert.Equal(Hex(expected).Select(b => (int)b), protocol.GetMessageBytes(message).ToArray().Select(b => (int)b));
    }

    private static byte[] Hex(string text) => [.. text.Split(' ').Select(pair => byte.Parse(pair, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    private static ReadOnlySequence<byte> Segments(byte[] first, byte[] second)
    {
        var head = new Segment(first, 0, null);
        var tail = new Segment(second, first.Length, head);
        return new ReadOnlySequence<byte>(head, 0, tail, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] memory, int runningIndex, Segment? before)
        {
            Memory = memory;
            RunningIndex = runningIndex;
            before?.Next = this;
        }
    }

    private sealed class WatchBinder : IInvocationBinder
    {
        public Type GetReturnType(string invocationId) => typeof(object);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
            methodName == "Watch" ? [typeof(int), typeof(string), typeof(long)] : throw new HubException("no such method");

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
