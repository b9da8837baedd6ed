namespace FrameSender;

/// <summary>How a run went.</summary>
/// <param name="SentCount">Frames that the kernel took.</param>
/// <param name="Seconds">From the first send to the end of the last.</param>
/// <param name="LongestGapMs">Longest time between two sends of a paced run; 0 flat out.</param>
/// <param name="LateMs">By how much the schedule was moved in all, because the machine was too busy to keep it.</param>
/// <param name="RetryCount">Calls for which the kernel had no room.</param>
internal sealed record SendReport(long SentCount, double Seconds, double LongestGapMs, double LateMs, long RetryCount)
{
    public double FramesPerSecond => Seconds > 0 ? SentCount / Seconds : 0;
}
