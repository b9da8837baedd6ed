namespace WebCap.Configuration;

/// <summary>
/// An option that cannot be used. The message is a sentence for the person who set it; the process ends with it and exit code 2.
/// </summary>
internal sealed class OptionException(string message) : Exception(message);
