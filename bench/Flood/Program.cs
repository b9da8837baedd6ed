using System.Globalization;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Flood;

// Says "ready" when the capture stands. Then, for every line that comes in, one line of counters goes out; an empty input ends it.
if (!FloodOptions.TryParse(args, out var options, out var fault))
{
    Console.Error.WriteLine(fault);
    Console.Error.WriteLine(FloodOptions.Usage);
    return 2;
}

var owner = new DeviceOwner("flood");
var catalog = new InterfaceCatalog(new PacketRingOptions { RingBytes = options.RingBytes }, TimeProvider.System);
if (catalog.Find(options.Interface) is not { } wire) return Fail($"There is no interface {options.Interface}.");
var compiled = new FilterCompiler().Compile(options.Filter, wire.LinkType);
if (!compiled.Succeeded) return Fail(compiled.Error.Message);

var table = new BpfDeviceTable(new DeviceLimits { MaxBufferBytes = DeviceLimits.LargestBufferBytes }, TimeProvider.System);
table.Open(BpfDeviceTable.CloningMinor, owner, out var opened);
var device = opened!;
long bufferBytes = options.BufferBytes;
device.SetBufferLength(owner, ref bufferBytes);
device.SetFilter(owner, compiled.Program);
var errno = device.SetInterface(owner, wire);
if (errno != Errno.OK) return Fail($"{options.Interface}: {errno}. {wire.Unavailable}");

var drain = new Drain(device);
drain.Start();
Console.Out.WriteLine("ready");
while (Console.In.ReadLine() is not null)
{
    var books = device.GetStatistics();
    var ring = wire.GetStatistics();
    Console.Out.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"received={books.Received} captured={books.Captured} dropped={books.Dropped} delivered={books.Delivered} held={books.Held} kernel_dropped={ring.KernelDropped} buffers={drain.BufferCount}"));
}

table.Close(device);
drain.Join();
return 0;

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
