namespace Bpf.Engine.Tests.Interfaces;

/// <summary>A capture in memory that counts how often it was opened and tells when a stream of it is closed, which is when its playing is over.</summary>
internal sealed class TrackedSource(byte[] file)
{
    private TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int OpenCount { get; private set; }

    /// <summary>What opening or, from this byte on, reading fails with.</summary>
    public IOException? Failure { get; set; }

    public long FailsFrom { get; set; } = long.MaxValue;

    public Task UntilClosed => closed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public Stream Open()
    {
        if (Failure is not null && FailsFrom == long.MaxValue) throw Failure;
        OpenCount++;
        closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new TrackedStream(this, file);
    }

    private sealed class TrackedStream(TrackedSource source, byte[] file) : MemoryStream(file, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (source.Failure is not null && Position >= source.FailsFrom) throw source.Failure;
            return base.Read(buffer, offset, (int)Math.Min(count, Math.Max(1, source.FailsFrom - Position)));
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            source.closed.TrySetResult();
        }
    }
}
