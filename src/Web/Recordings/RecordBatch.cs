namespace WebCap.Recordings;

/// <summary>Records one behind the other with their padding, as a device delivers them.</summary>
/// <param name="records">Whole records.</param>
/// <param name="recordCount">How many.</param>
internal readonly ref struct RecordBatch(ReadOnlySpan<byte> records, int recordCount)
{
    public ReadOnlySpan<byte> Records { get; } = records;

    public int RecordCount { get; } = recordCount;

    /// <summary>The place of a record that gets <see cref="Mark"/> as its comment, from 0; negative for none.</summary>
    public int MarkedRecord { get; init; } = -1;

    /// <summary>What is to be said about that record.</summary>
    public string? Mark { get; init; }
}
