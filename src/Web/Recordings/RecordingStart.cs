namespace WebCap.Recordings;

/// <summary>What a run starts from: the entry of the catalogue, what it records, and the folder of the files.</summary>
internal sealed record RecordingStart(Recording Recording, IRecordingSource Source, string Folder);
