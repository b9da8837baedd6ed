using Bpf.Engine.Interfaces;

namespace WebCap.Uploads;

/// <summary>An upload while the service runs.</summary>
/// <param name="Row">What is kept of it.</param>
/// <param name="Playing">The interface that plays it; null when the file cannot be used any more.</param>
/// <param name="Unavailable">Why it cannot be; null when it can.</param>
internal sealed record Upload(UploadedCapture Row, ReplayInterface? Playing, string? Unavailable = null);
