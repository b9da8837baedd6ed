namespace Bpf.Wire.Files;

/// <summary>Which container a capture file is.</summary>
public enum CaptureFileFormat : byte
{
    /// <summary>Not read far enough to tell, or no capture file at all.</summary>
    Unknown = 0,

    /// <summary>The classic file: one header, one link type, then records.</summary>
    Pcap = 1,

    /// <summary>The block file: sections, interfaces, packets, statistics.</summary>
    Pcapng = 2,
}
