namespace WebCap.Capture.MessagePack;

/// <summary>The first element of a message, which says what the others are.</summary>
internal enum HubMessageType
{
    Invocation = 1,
    StreamItem = 2,
    Completion = 3,
    StreamInvocation = 4,
    CancelInvocation = 5,
    Ping = 6,
    Close = 7,
    Ack = 8,
    Sequence = 9,
}
