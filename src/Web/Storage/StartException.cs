namespace WebCap.Storage;

/// <summary>
/// What keeps the service from starting although its options are in order. The message is a sentence for the person who started it;
/// the process ends with it and exit code 1.
/// </summary>
internal sealed class StartException : Exception
{
    public StartException(string message)
        : base(message)
    {
    }

    public StartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
