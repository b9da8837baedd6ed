using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

public sealed class LoanTests
{
    private readonly DeviceRig rig = new();

    [Fact] // [READ-6]
    public void ALoanShowsTheHoldBufferAndEmptiesItWhenItWasConsumed()
    {
        rig.Offer(4);
        using (var loan = Lend())
        {
            Assert.Equal([1u, 2, 3], Numbers(loan));
            Assert.Equal((144, 3), (loan.LengthBytes, loan.RecordCount));
            loan.Consume();
            Assert.Equal(4, rig.Device.GetStatistics().Held);
        }

        Assert.Equal((3, 1), (rig.Device.GetStatistics().Delivered, rig.Device.GetStatistics().Held));
        Assert.Equal(144, rig.Device.GetStatistics().DeliveredBytes);
        DeviceRig.AssertBooksBalance(rig.Device);
        Assert.Equal([4u], rig.ReadNumbers());
    }

    [Fact] // [READ-6]: the handing over failed.
    public void ALoanThatIsNotConsumedKeepsTheRecords()
    {
        rig.Offer(4);
        using (Lend())
        {
        }

        Assert.Equal(0, rig.Device.GetStatistics().Delivered);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [READ-3]
    public void WithOnlyStoreTheBuffersRotateAndWithNothingItIsEagain()
    {
        Assert.Equal(Errno.EAGAIN, rig.Device.LendHold(out var none));
        Assert.Null(none);
        rig.Offer(2);
        using var loan = Lend();
        Assert.Equal([1u, 2], Numbers(loan));
    }

    [Fact] // [READ-1]
    public async Task TheChecksAreThoseOfARead()
    {
        var unattached = new DeviceRig(isAttached: false);
        Assert.Equal(Errno.EINVAL, unattached.Device.LendHold(out _));

        var read = rig.StartRead();
        Assert.Equal(Errno.EIO, rig.Device.LendHold(out _));
        rig.Offer(3);
        await DeviceRig.EndOf(read);
        rig.Interface.Disappear();
        Assert.Equal(Errno.EIO, rig.Device.LendHold(out _));
        rig.Table.Close(rig.Device);
        Assert.Equal(Errno.ENXIO, rig.Device.LendHold(out _));
    }

    [Fact] // [READ-1]
    public async Task WhileALoanIsOutAReadOrAnotherLoanIsEio()
    {
        rig.Offer(4);
        using var loan = Lend();

        Assert.Equal(Errno.EIO, rig.TryRead());
        Assert.Equal(Errno.EIO, (await DeviceRig.EndOf(rig.StartRead())).Errno);
        Assert.Equal(Errno.EIO, rig.Device.LendHold(out _));
    }

    [Fact] // [BUF-5]
    public void CaptureGoesOnIntoStoreAndDropsWhenThatIsFull()
    {
        rig.Offer(3);
        var loan = Lend();
        rig.Offer(5);

        Assert.Equal([1u, 2, 3], Numbers(loan));
        Assert.Equal((2, 6), (rig.Device.GetStatistics().Dropped, rig.Device.GetStatistics().Held));
        loan.Consume();
        loan.Dispose();
        // Store was exactly full and waited for hold.
        Assert.True(rig.Device.IsReadable);
        Assert.Equal([4u, 5, 6], rig.ReadNumbers());
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Fact] // [SEL-1]
    public async Task WhatIsLentIsNotReadableAndItsEndWakesTheWaiter()
    {
        rig.Offer(3);
        var loan = Lend();
        rig.Offer(3);
        Assert.False(rig.Device.IsReadable);
        Assert.Equal(Errno.OK, rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable));
        Assert.Equal(0, readable);
        var wait = rig.StartWait(this);
        Assert.False(wait.IsCompleted);
        loan.Consume();
        loan.Dispose();

        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
    }

    [Fact] // [STAT-2]
    public void AFlushCountsWhatIsLentAsDeliveredAndLeavesItsBytesAlone()
    {
        rig.Offer(5);
        var loan = Lend();
        Assert.Equal(Errno.OK, rig.Device.Flush(DeviceRig.Owner));

        Assert.Equal(default, rig.Device.GetStatistics());
        Assert.Equal((3, 2), (rig.Device.GetLifetime().Delivered, rig.Device.GetLifetime().Flushed));
        rig.Offer(4);
        Assert.Equal([1u, 2, 3], Numbers(loan));
        DeviceRig.AssertBooksBalance(rig.Device);
        loan.Dispose();
        // Not put back, although it was not consumed: it had been flushed.
        Assert.Equal([6u, 7, 8], rig.ReadNumbers());
        Assert.Equal(6, rig.Device.GetLifetime().Delivered);
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Fact] // [OPEN-5]
    public void ACloseLeavesTheMemoryToTheLoan()
    {
        rig.Offer(3);
        var loan = Lend();
        Assert.Equal(Errno.OK, rig.Table.Close(rig.Device));
        // Memory of the same size that is taken now must not be the lent one.
        var others = Enumerable.Range(0, 15).Select(_ => rig.OpenAttachedTo(new ScriptedInterface())).ToArray();

        Assert.Equal([1u, 2, 3], Numbers(loan));
        Assert.Equal(3, rig.Device.GetLifetime().Delivered);
        loan.Consume();
        loan.Dispose();
        loan.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loan.Records.Length);
        Assert.Equal(15, others.Length);
    }

    [Fact] // [IF-2], [READ-6]
    public void AfterTheInterfaceIsGoneTheLoanThenTheFormerStoreThenEio()
    {
        rig.Offer(5);
        var loan = Lend();
        rig.Interface.Disappear();

        Assert.Equal([1u, 2, 3], Numbers(loan));
        loan.Consume();
        loan.Dispose();
        Assert.Equal([4u, 5], rig.ReadNumbers());
        Assert.Equal(Errno.EIO, rig.TryRead());
        Assert.Equal(Errno.EIO, rig.Device.LendHold(out _));
    }

    [Fact]
    public void ALoanKnowsWhatItsFractionsCount()
    {
        rig.Device.SetTimestampFormat(DeviceRig.Owner, TimestampFormat.Nanoseconds);
        rig.Offer(1);
        using var loan = Lend();

        Assert.Equal(TimestampFormat.Nanoseconds, loan.TimestampFormat);
    }

    [Fact] // [STAT-4], [BUF-5]: what is lent is never written over, whoever flushes and whatever comes in meanwhile.
    public async Task LoansFlushesAndFramesAtOnceKeepTheOrderAndTheBooks()
    {
        const int FrameCount = 20_000;
        var cancellation = TestContext.Current.CancellationToken;
        using var end = new CancellationTokenSource();
        var lending = Task.Run(
            () =>
            {
                var last = 0u;
                while (!end.IsCancellationRequested)
                {
                    if (rig.Device.LendHold(out var loan) != Errno.OK) continue;
                    foreach (var number in Numbers(loan!))
                    {
                        Assert.True(number > last, $"{number} came after {last}");
                        last = number;
                    }

                    loan!.Consume();
                    loan.Dispose();
                }
            },
            cancellation);
        var flushing = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    Assert.Equal(Errno.OK, rig.Device.Flush(DeviceRig.Owner));
                    DeviceRig.AssertBooksBalance(rig.Device);
                    Thread.Yield();
                }
            },
            cancellation);
        await Task.Run(() => rig.Offer(FrameCount), cancellation);
        await end.CancelAsync();
        await DeviceRig.EndOf(Task.WhenAll(lending, flushing));

        rig.Table.Close(rig.Device);
        Assert.Equal(FrameCount, rig.Device.GetLifetime().Captured);
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    private HoldLoan Lend()
    {
        Assert.Equal(Errno.OK, rig.Device.LendHold(out var loan));
        return loan!;
    }

    private static IEnumerable<uint> Numbers(HoldLoan loan) => CapturedRecord.ParseAll(loan.Records).Select(record => record.Number);
}
