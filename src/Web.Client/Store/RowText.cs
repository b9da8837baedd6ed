using System.Globalization;
using Packet.Dissect;

namespace WebCap.Client.Store;

/// <summary>What the packet list shows of one row: a packet's columns, or one sentence about a gap.</summary>
internal sealed class RowText
{
    /// <summary>A packet.</summary>
    public RowText(long row, long number, long timeNanoseconds, uint wireLength, PacketSummary summary)
    {
        Row = row;
        Number = number.ToString(CultureInfo.InvariantCulture);
        TimeNanoseconds = timeNanoseconds;
        Length = wireLength.ToString(CultureInfo.InvariantCulture);
        Summary = summary;
    }

    /// <summary>A gap of <paramref name="missing"/> packets.</summary>
    public RowText(long row, long missing, GapReason reason)
    {
        Row = row;
        Number = Length = "";
        Gap = $"{missing.ToString("N0", CultureInfo.InvariantCulture)} {(missing == 1 ? "packet is" : "packets are")} missing ({Because(reason)})";
    }

    /// <summary>The row.</summary>
    public long Row { get; }

    /// <summary>The No. column.</summary>
    public string Number { get; }

    /// <summary>When it was captured, since 1970 UTC; shown since the first packet or as a time of day.</summary>
    public long TimeNanoseconds { get; }

    /// <summary>Bytes on the wire.</summary>
    public string Length { get; }

    /// <summary>The other columns.</summary>
    public PacketSummary Summary { get; }

    /// <summary>The sentence of a gap; null for a packet.</summary>
    public string? Gap { get; }

    private static string Because(GapReason reason) => reason switch
    {
        GapReason.ConnectionLost => "the connection was lost",
        GapReason.ViewerTooSlow => "this page did not keep up",
        _ => "they came damaged",
    };
}
