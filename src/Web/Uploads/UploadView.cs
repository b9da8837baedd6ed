using System.Globalization;

namespace WebCap.Uploads;

/// <summary>An uploaded capture as the API shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">As its owner calls it.</param>
/// <param name="Interface">The interface to open a device on.</param>
/// <param name="Format">pcap or pcapng.</param>
/// <param name="Packets">Whole packets in it.</param>
/// <param name="Bytes">Its length, unpacked.</param>
/// <param name="Fault">Why only the beginning of what was sent is kept; null when all of it is.</param>
/// <param name="Unavailable">Why it cannot be played; null when it can.</param>
/// <param name="Pace">real, fast or packets a second.</param>
/// <param name="Loop">Begins again at its end.</param>
/// <param name="UploadedBy">Whose token it was.</param>
/// <param name="UploadedAt">When.</param>
/// <param name="Devices">Devices attached to it now.</param>
internal sealed record UploadView(
    long Id,
    string Name,
    string Interface,
    string Format,
    long Packets,
    long Bytes,
    string? Fault,
    string? Unavailable,
    string Pace,
    bool Loop,
    string UploadedBy,
    DateTimeOffset UploadedAt,
    int Devices)
{
    public static UploadView Of(Upload upload) => new(
        upload.Row.Id,
        upload.Row.Name,
        upload.Playing?.Name ?? upload.Row.Interface,
        upload.Row.Format,
        upload.Row.Packets,
        upload.Row.Bytes,
        upload.Row.Fault,
        upload.Unavailable,
        upload.Row.Pace,
        upload.Row.IsLooped,
        upload.Row.UploadedBy,
        upload.Row.UploadedAt,
        upload.Playing?.Tap.DeviceCount ?? 0);

    /// <summary>Where the API shows it.</summary>
    public static string AddressOf(long id) => "/api/captures/" + id.ToString(CultureInfo.InvariantCulture);
}
