using Bpf.Wire.Files;
using WebCap.Client.Api;
using WebCap.Client.Browser;
using WebCap.Client.Feed;
using WebCap.Client.Store;

namespace WebCap.Client.Capture;

/// <summary>Makes a pcapng file of the page's packets and has the browser save it.</summary>
internal static class PcapngDownload
{
    // Some ten milliseconds of work, then the page may draw.
    private const int RowsAtOnce = 8192;

    // With comments, which are looked up and encoded, it takes three to four times as long.
    private const int CommentedRowsAtOnce = 2048;

    /// <summary>The name says where and when: <c>webcap-eth0-20250102T030405Z.pcapng</c>.</summary>
    public static string FileName(string interfaceName, DateTimeOffset time) => $"webcap-{Safe(interfaceName)}-{TimeText.ForFileName(time)}.pcapng";

    /// <summary>Saves the packets of <paramref name="store"/>, each with its comment if there is one. Returns how many were written.</summary>
    public static async Task<long> SaveAsync(PacketStore store, DeviceInfo device, Ledger ledger, PacketComment? comment)
    {
        Download.Begin();
        var output = new DownloadWriter();
        var export = new PcapngExport(store, output, linkType => new CaptureInterface
        {
            LinkType = linkType,
            SnapLength = (uint)Math.Clamp(device.SnapLength, 0, uint.MaxValue),
            Name = device.Interface,
            Filter = string.IsNullOrWhiteSpace(device.Filter) ? null : device.Filter,
        }, comment);
        while (export.WriteSome(comment is null ? RowsAtOnce : CommentedRowsAtOnce)) await Task.Delay(1);
        var now = DateTimeOffset.UtcNow;
        export.Finish(StatisticsOf(device, ledger), now);
        output.Flush();
        Download.Finish(FileName(device.Interface, now), "application/vnd.tcpdump.pcap");
        return export.PacketCount;
    }

    private static CaptureStatistics StatisticsOf(DeviceInfo device, Ledger ledger) => new()
    {
        StartTime = device.OpenedAt == default ? null : device.OpenedAt,
        Received = (ulong)Math.Max(0, ledger.InterfaceReceived),
        DroppedByInterface = (ulong)Math.Max(0, ledger.KernelDropped),
        Accepted = (ulong)Math.Max(0, ledger.Captured),
        DroppedBySystem = (ulong)Math.Max(0, ledger.Dropped),
        Delivered = (ulong)Math.Max(0, ledger.Delivered),
    };

    private static string Safe(string name)
    {
        var characters = name.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(characters[i]) && characters[i] is not ('-' or '_' or '.')) characters[i] = '_';
        }

        return new string(characters);
    }
}
