namespace Bpf.Engine.Interfaces;

/// <summary>What ended a capture thread's wait.</summary>
internal enum RingEvent
{
    /// <summary>A block is ready.</summary>
    BlockReady,

    /// <summary>The last device went: the capture is to end.</summary>
    StopAsked,

    /// <summary>The interface has disappeared.</summary>
    InterfaceLost,
}
