namespace Bpf.Engine.Device;

/// <summary>What a read brought.</summary>
/// <param name="Errno"><see cref="Errno.OK"/>, or why there are no bytes.</param>
/// <param name="LengthBytes">Bytes written to the front of the caller's buffer: whole records with their padding; 0 on an error.</param>
/// <param name="RecordCount">Records in those bytes.</param>
public readonly record struct ReadResult(Errno Errno, int LengthBytes, int RecordCount)
{
    internal static ReadResult Fail(Errno errno) => new(errno, 0, 0);
}
