namespace Bpf.Engine.Tests.Buffers;

/// <summary>What became of a record.</summary>
internal enum AppendResult
{
    Stored,
    StoredAndRotated,
    Dropped,
}
