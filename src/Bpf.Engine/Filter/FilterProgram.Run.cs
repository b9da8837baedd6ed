namespace Bpf.Engine.Filter;

// PLACEHOLDER of the device's landing: the filter machine's own Run replaces this file.
public sealed partial class FilterProgram
{
    public uint Run(ReadOnlySpan<byte> frame, uint wireLength) => instructions.Length == 0 ? AcceptWhole : 0;
}
