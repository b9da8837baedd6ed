using System.Text.Json;
using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>
/// The entry of the catalogue once more, as a file beside the packets: from it a catalogue that was lost is put together again, and a folder
/// that somebody moved elsewhere says what is in it.
/// </summary>
internal static class RecordingNote
{
    private const string FileName = "recording.json";

    /// <summary>Writes it, so that at every moment there is a whole one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string folder, Recording recording)
    {
        var path = Path.Combine(folder, FileName);
        var draft = path + ".new";
        OwnerOnly.CreateFile(draft);
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(recording, RecordingSettings.Json));
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Null when there is none that can be read.</summary>
    public static Recording? TryRead(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Recording>(File.ReadAllBytes(Path.Combine(folder, FileName)), RecordingSettings.Json);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
