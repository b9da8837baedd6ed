namespace WebCap.Cli.Tests.Support;

/// <summary>One run of the program, and what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <param name="server">Answers, whatever the address.</param>
    /// <param name="environment">The variables; there is no home folder unless they name one.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="args">The command line.</param>
    public static async Task<CommandRun> OfAsync(HttpMessageHandler server, string[] args, Dictionary<string, string>? environment = null, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var session = new Session(environment ?? [], output, error, new StringReader(input)) { CreateHandler = _ => server };
        var exitCode = await new CommandLine(session).RunAsync(args).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
