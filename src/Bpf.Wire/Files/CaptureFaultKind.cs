namespace Bpf.Wire.Files;

/// <summary>What is wrong with a capture file, as far as a caller acts on it.</summary>
public enum CaptureFaultKind : byte
{
    /// <summary>The first bytes are those of something else, or there are none: nothing can be shown.</summary>
    NotACapture = 0,

    /// <summary>The file ends in the middle of a packet or block, as one does whose writer was killed. What came before is whole.</summary>
    CutOff = 1,

    /// <summary>A length, index or mark contradicts the format: nothing behind it can be trusted. What came before is whole.</summary>
    Damaged = 2,
}
