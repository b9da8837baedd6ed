namespace WebCap.Processes;

/// <summary>What a sample took and what it could not see.</summary>
/// <param name="Time">When it was taken, by the clock that packets have.</param>
/// <param name="TookMs">How long it took.</param>
/// <param name="Unknown">Sockets that are there and whose process is not known.</param>
/// <param name="Processes">Processes that the latest search for owners looked at.</param>
/// <param name="UnseenProcesses">Of them, those that it may not look at: without root those of other users.</param>
/// <param name="Descriptors">Open files that it looked at.</param>
/// <param name="IsCut">A bound ended it: --process-count, --process-descriptors or --process-sockets.</param>
/// <param name="LeftOut">Sockets that the table had no room for.</param>
internal sealed record SampleView(
    DateTimeOffset Time, double TookMs, int Unknown, int Processes, int UnseenProcesses, int Descriptors, bool IsCut, int LeftOut)
{
    /// <summary>True when there is nothing new but the time.</summary>
    public bool SaysTheSame(SampleView other) => this == other with { Time = Time, TookMs = TookMs };
}
