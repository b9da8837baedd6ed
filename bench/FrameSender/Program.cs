using System.ComponentModel;
using System.Globalization;
using FrameSender;

if (args is ["--help" or "-h"])
{
    Console.Out.WriteLine(SenderOptions.Usage);
    return 0;
}

if (!SenderOptions.TryParse(args, out var options, out var fault))
{
    Console.Error.WriteLine(fault);
    Console.Error.WriteLine(SenderOptions.Usage);
    return 2;
}

try
{
    // A namespace belongs to a thread: entered, socket opened and frames sent on this one.
    if (options.NetworkNamespace is { } name) NetworkNamespace.Enter(name);
    using var socket = PacketSocket.Open(options.Interface, options.IsQdiscBypassed);
    using var batch = new FrameBatch(FrameTemplate.Build(options));
    var report = Sending.Run(socket, batch, options);
    Console.Out.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"sent={report.SentCount} seconds={report.Seconds:0.000000} rate={report.FramesPerSecond:0} longest_gap_ms={report.LongestGapMs:0.000} late_ms={report.LateMs:0.000} retries={report.RetryCount}"));
    return 0;
}
catch (Win32Exception failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
