using System.Buffers.Binary;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests;

/// <summary>
/// A table with one open device on a scripted interface under a manual clock. Frames are numbered from 1 in the order of their making, so what a
/// reader got can be compared with what was offered.
/// </summary>
internal sealed class DeviceRig
{
    /// <summary>A numbered frame of this length makes a record of 48 bytes, so small buffers have sharp edges.</summary>
    public const int FrameBytes = 16;

    public const int RecordBytes = 48;

    /// <summary>Three records exactly.</summary>
    public const int ThreeRecords = 3 * RecordBytes;

    // Only so that a wait that never ends fails instead of hanging; nothing waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private uint frameCount;

    public DeviceRig(int bufferBytes = ThreeRecords, bool isAttached = true, DeviceLimits? limits = null)
    {
        Table = new BpfDeviceTable(limits ?? new DeviceLimits(), Clock);
        Device = Open(bufferBytes);
        if (isAttached) Assert.Equal(Errno.OK, Device.SetInterface(Owner, Interface));
    }

    public static DeviceOwner Owner { get; } = new("ann", "192.0.2.1", 4711);

    public ManualTimeProvider Clock { get; } = new();

    public ScriptedInterface Interface { get; } = new();

    public BpfDeviceTable Table { get; }

    public BpfDevice Device { get; }

    public byte[] Destination => new byte[Device.BufferBytes];

    /// <summary>A task's result, or a failure if the task never ends.</summary>
    public static Task<T> EndOf<T>(Task<T> task) => task.WaitAsync(Patience);

    public static Task EndOf(Task task) => task.WaitAsync(Patience);

    public BpfDevice Open(int bufferBytes = ThreeRecords)
    {
        Assert.Equal(Errno.OK, Table.Open(BpfDeviceTable.CloningMinor, Owner, out var device));
        long length = bufferBytes;
        Assert.Equal(Errno.OK, device!.SetBufferLength(Owner, ref length));
        return device;
    }

    /// <summary>A second device beside the first, on the same interface.</summary>
    public BpfDevice OpenAttached(int bufferBytes = ThreeRecords) => OpenAttachedTo(Interface, bufferBytes);

    public BpfDevice OpenAttachedTo(NetworkInterface networkInterface, int bufferBytes = ThreeRecords)
    {
        var device = Open(bufferBytes);
        Assert.Equal(Errno.OK, device.SetInterface(Owner, networkInterface));
        return device;
    }

    /// <summary>The next numbered frame; its other bytes are never 0.</summary>
    public byte[] Frame(int length = FrameBytes)
    {
        var frame = new byte[length];
        frame.AsSpan().Fill(0xa5);
        BinaryPrimitives.WriteUInt32BigEndian(frame, ++frameCount);
        return frame;
    }

    /// <summary>Taps numbered frames, each in a session of its own, as received frames.</summary>
    public void Offer(int count = 1, int length = FrameBytes, FrameDirection direction = FrameDirection.In)
    {
        for (var i = 0; i < count; i++) Interface.Tap.Tap(new Frame { Bytes = Frame(length), WireLength = (uint)length, Direction = direction });
    }

    /// <summary>Taps numbered frames in a session that the test has opened.</summary>
    public void OfferIn(TapSession session, int count)
    {
        for (var i = 0; i < count; i++) session.Tap(new Frame { Bytes = Frame(), WireLength = FrameBytes, Direction = FrameDirection.In });
    }

    /// <summary>A waiting read that cannot be cancelled; what it brings is in <paramref name="destination"/>.</summary>
    public Task<ReadResult> StartRead(byte[] destination) => Device.ReadAsync(destination).AsTask();

    public Task<ReadResult> StartRead() => StartRead(Destination);

    public Task<ReadResult> StartReadThatEndsWith(CancellationToken cancellation) => Device.ReadAsync(Destination, cancellation).AsTask();

    public Task<Errno> StartWait(object identity) => Device.WaitReadableAsync(identity, Timeout.InfiniteTimeSpan).AsTask();

    public Task<Errno> StartWait(object identity, TimeSpan timeout) => Device.WaitReadableAsync(identity, timeout).AsTask();

    public Task<Errno> StartWaitThatEndsWith(object identity, CancellationToken cancellation) =>
        Device.WaitReadableAsync(identity, Timeout.InfiniteTimeSpan, cancellation).AsTask();

    /// <summary>A non-blocking read that must succeed: the numbers of the frames it brought.</summary>
    public uint[] ReadNumbers() => [.. ReadRecords().Select(record => record.Number)];

    public IReadOnlyList<CapturedRecord> ReadRecords()
    {
        var destination = Destination;
        var result = Device.Read(destination);
        Assert.Equal(Errno.OK, result.Errno);
        var records = CapturedRecord.ParseAll(destination.AsSpan(0, result.LengthBytes));
        Assert.Equal(result.RecordCount, records.Count);
        return records;
    }

    public Errno TryRead() => Device.Read(Destination).Errno;

    /// <summary>A program that answers <paramref name="verdict"/> to every frame.</summary>
    public static FilterProgram Answer(uint verdict) => Program(new Instruction(Opcode.Return, 0, 0, verdict));

    public static FilterProgram Program(params ReadOnlySpan<Instruction> instructions)
    {
        Assert.True(FilterProgram.TryCreate(instructions, DeviceLimits.LargestInstructionCount, ValidatorProfile.Minix, out var program, out _));
        return program;
    }

    /// <summary>[STAT-4], for the counters that a flush resets and for those of the device's life.</summary>
    public static void AssertBooksBalance(BpfDevice device)
    {
        foreach (var books in new[] { device.GetStatistics(), device.GetLifetime() })
        {
            Assert.Equal(books.Captured, books.Delivered + books.Dropped + books.Held + books.Flushed);
            Assert.True(books.Dropped <= books.Captured && books.Captured <= books.Received, books.ToString());
        }
    }
}
