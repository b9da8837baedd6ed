using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bpf.Wire.Files;

/// <summary>
/// One file format: turns the bytes at the front of the reader's buffer into a packet. Keeps what the format's headers said and no bytes.
/// Called by one reader on one thread.
/// </summary>
internal abstract class CaptureDecoder
{
    private readonly List<CaptureInterface> interfaces = [];

    /// <summary>Every interface described so far, over all sections.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => interfaces;

    /// <summary>Set with <see cref="DecodeResult.Fault"/>.</summary>
    public CaptureFault? Fault { get; private set; }

    /// <summary>What the bytes at the front are called when a file is cut off in them.</summary>
    public abstract string Unit { get; }

    /// <summary>
    /// Decodes what <paramref name="bytes"/> begins with. <paramref name="offset"/> is where that stands in the file.
    /// A length from the file is compared with what is present before anything else is done with it.
    /// </summary>
    public abstract DecodeResult Decode(ReadOnlySpan<byte> bytes, long offset, out CapturePacket packet, out int length);

    /// <summary>The last statistics that the file gave for an interface; null when it gave none.</summary>
    public virtual CaptureStatistics? StatisticsOf(int interfaceIndex) => null;

    protected int InterfaceCount => interfaces.Count;

    protected void Add(CaptureInterface description) => interfaces.Add(description);

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected DecodeResult Damaged(long offset, string reason)
    {
        Fault = new CaptureFault(CaptureFaultKind.Damaged, offset, string.Create(CultureInfo.InvariantCulture, $"the capture is damaged at byte {offset}: {reason}"));
        return DecodeResult.Fault;
    }

    /// <summary>Capture files of old systems and of the BSDs carry kernel numbers for raw IP; every reader takes them for the same thing.</summary>
    protected static LinkType LinkTypeOf(uint number) => (number & 0xFFFF) switch
    {
        12 or 14 => LinkType.Raw,
        var other => (LinkType)other,
    };
}
