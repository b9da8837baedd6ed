namespace WebCap.Recordings;

/// <summary>A file of a recording as the API shows it; the times are those of its packets.</summary>
internal sealed record RecordedFileView(int Number, long Packets, long LengthBytes, DateTimeOffset? FirstAt, DateTimeOffset? LastAt)
{
    public static RecordedFileView Of(RecordedFile file) =>
        new(file.Number, file.Packets, file.LengthBytes, Moment(file.FirstNanoseconds), Moment(file.LastNanoseconds));

    private static DateTimeOffset? Moment(long nanoseconds) =>
        nanoseconds == RecordedFile.NoTime ? null : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
