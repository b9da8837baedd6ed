namespace Bpf.Wire.Files;

/// <summary>The one place that refuses a batch; both writers use it.</summary>
internal static class DamagedBatch
{
    public static CaptureFormatException At(int position) => new(new CaptureFault(
        CaptureFaultKind.Damaged,
        position,
        FormattableString.Invariant($"the batch is damaged at byte {position}: what stands there is no record")));
}
