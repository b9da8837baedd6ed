namespace Packet.Dissect.Tests.Support;

/// <summary>What tshark shows for the packets of a capture, and which of its rows are left out of the comparison and why.</summary>
internal sealed class GoldenRows
{
    private readonly Dictionary<long, string> reasons = [];

    private GoldenRows(string name)
    {
        foreach (var line in File.ReadLines(Capture.PathOf(name + ".rows.tsv"))) Rows.Add(line);
        var exclusions = Capture.PathOf(name + ".excluded.tsv");
        if (!File.Exists(exclusions)) return;
        foreach (var line in File.ReadLines(exclusions))
        {
            var columns = line.Split('\t');
            var range = columns[0].Split('-');
            for (var number = long.Parse(range[0]); number <= long.Parse(range[^1]); number++) reasons.Add(number, columns[1]);
        }
    }

    /// <summary>One line a packet: number, source, destination, protocol, info, colouring rule.</summary>
    internal List<string> Rows { get; } = [];

    internal int ExcludedCount => reasons.Count;

    internal static GoldenRows Of(string name) => new(name);

    internal bool IsExcluded(long number) => reasons.ContainsKey(number);
}
