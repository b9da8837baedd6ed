namespace WebCap.Devices;

/// <summary>What a request answered.</summary>
/// <param name="Request">The name that was sent.</param>
/// <param name="Value">A number, a name, a time or a list, by the request; null where there is none.</param>
internal sealed record IoctlAnswer(string Request, object? Value);
