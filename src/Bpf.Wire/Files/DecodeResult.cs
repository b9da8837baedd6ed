namespace Bpf.Wire.Files;

/// <summary>What a decoder made of the bytes in front of it.</summary>
internal enum DecodeResult
{
    /// <summary>A packet; it takes the length given.</summary>
    Packet,

    /// <summary>Something else that was understood or may be passed over; it takes the length given.</summary>
    Skip,

    /// <summary>Too little to go on: the length given must be there, and is more than there is.</summary>
    NeedMore,

    /// <summary>Not what the format allows; <see cref="CaptureDecoder.Fault"/> says why.</summary>
    Fault,
}
