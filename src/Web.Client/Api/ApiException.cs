namespace WebCap.Client.Api;

/// <summary>The server refused a request, or could not be asked.</summary>
public sealed class ApiException : Exception
{
    /// <summary>Carries what the server said.</summary>
    public ApiException(Problem problem)
        : base(problem.Sentence) => Problem = problem;

    /// <summary>What the server said.</summary>
    public Problem Problem { get; }
}
