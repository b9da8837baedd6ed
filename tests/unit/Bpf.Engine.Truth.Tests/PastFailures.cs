namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// The cases that failed once, <c>past-failures.txt</c>, one a line. Every run begins with them, so a bug that was found is looked for
/// before anything else.
/// </summary>
internal static class PastFailures
{
    private const string FileName = "past-failures.txt";

    /// <summary>The cases, from the copy beside the executable.</summary>
    public static IEnumerable<TruthCase> Read() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, FileName))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(TruthCase.Parse);

    /// <summary>Adds a case to the file of the checkout, if this runs in one; what was done, in a sentence.</summary>
    public static string Keep(TruthCase truthCase)
    {
        var line = truthCase.ToLine();
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, FileName);
            if (folder.FullName == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) || !File.Exists(file)) continue;
            try
            {
                // A failure is tried again, alone; the line stays one.
                if (!File.ReadLines(file).Contains(line)) File.AppendAllText(file, line + "\n");
                return $"kept in {FileName}, commit it: {line}";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                break;
            }
        }

        return $"add this line to {FileName}: {line}";
    }
}
