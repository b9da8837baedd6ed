namespace WebCap.Storage;

/// <summary>The database cannot do its part now. The message is a sentence for a user; the cause is inside.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
