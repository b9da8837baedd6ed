namespace WebCap.Devices;

/// <summary>What was sent.</summary>
/// <param name="Written">Bytes of the frame.</param>
internal sealed record WrittenView(int Written);
