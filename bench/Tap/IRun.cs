namespace TapBench;

/// <summary>Something that puts every frame of a set into buffers as records, in chunks, and forgets each chunk.</summary>
internal interface IRun
{
    /// <summary>Takes all frames once.</summary>
    void Pass();
}
