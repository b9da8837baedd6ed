namespace WebCap.Uploads;

/// <summary>More bytes came, or were unpacked, than an upload may have.</summary>
internal sealed class UploadTooLongException : Exception;
