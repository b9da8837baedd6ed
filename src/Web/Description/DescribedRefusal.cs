namespace WebCap.Description;

/// <summary>An errno that an endpoint may answer with.</summary>
/// <param name="Status">The HTTP status that stands for it.</param>
/// <param name="Errno">Its name.</param>
/// <param name="When">What it means there.</param>
internal sealed record DescribedRefusal(int Status, string Errno, string When);
