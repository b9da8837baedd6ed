using System.Text.Json;

namespace WebCap.Recordings;

/// <summary>A recording as the API shows it.</summary>
internal sealed record RecordingView(
    long Id,
    string State,
    string Reason,
    string Interface,
    string Filter,
    string OwnTraffic,
    uint SnapLength,
    int LinkType,
    bool Promiscuous,
    string Format,
    string Comment,
    bool Standing,
    string Sync,
    long FileBytes,
    long FilePackets,
    long FileSeconds,
    int RingFiles,
    long StopPackets,
    long StopBytes,
    long StopSeconds,
    long? Continues,
    string User,
    string RemoteAddress,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long Received,
    long Rejected,
    long Packets,
    long Dropped,
    long KernelDropped,
    long Bytes,
    long LengthBytes,
    IReadOnlyList<RecordedFileView> Files)
{
    public static RecordingView Of(Recording recording)
    {
        var (settings, books) = (recording.Settings, recording.Books);
        return new RecordingView(
            recording.Id,
            JsonNamingPolicy.CamelCase.ConvertName(recording.State.ToString()),
            recording.Reason,
            settings.Interface,
            settings.Filter,
            settings.OwnTraffic,
            settings.SnapLength,
            (int)recording.LinkType,
            settings.Promiscuous,
            settings.Extension,
            settings.Comment,
            settings.IsStanding,
            JsonNamingPolicy.CamelCase.ConvertName(settings.Sync.ToString()),
            settings.FileBytes,
            settings.FilePackets,
            settings.FileSeconds,
            settings.RingFiles,
            settings.StopPackets,
            settings.StopBytes,
            settings.StopSeconds,
            recording.Continues,
            recording.User,
            recording.RemoteAddress,
            recording.StartedAt,
            recording.EndedAt,
            books.Received,
            books.Rejected,
            books.Packets,
            books.Dropped,
            books.KernelDropped,
            books.Bytes,
            recording.LengthBytes,
            [.. recording.Files.Select(RecordedFileView.Of)]);
    }
}
