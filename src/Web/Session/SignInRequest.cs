namespace WebCap.Session;

/// <param name="Token">What the service printed, or an administrator issued.</param>
internal sealed record SignInRequest(string? Token);
