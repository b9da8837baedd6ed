using System.IO.Pipelines;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire.Files;
using WebCap.Configuration;
using WebCap.Interfaces;
using WebCap.Storage;

namespace WebCap.Uploads;

/// <summary>
/// The uploaded captures: files in a folder, rows in the database, interfaces in the catalogue. The three are brought together at the start: a row
/// whose file is gone says so, and a whole file without a row, because the service was killed in between or the database had to be made anew, gets one.
/// Any thread; one change at a time, while files may come side by side.
/// </summary>
internal sealed partial class UploadCatalog(
    UploadFolder folder, UploadRepository repository, InterfaceCatalog interfaces, WebCapOptions options, TimeProvider time, ILogger<UploadCatalog> logger)
    : IHostedService, IDisposable
{
    private const string Pcapng = "pcapng";
    private const string Pcap = "pcap";

    private readonly SemaphoreSlim change = new(1, 1);

    // Replaced whole under `change`.
    private volatile List<Upload> uploads = [];

    /// <summary>Every upload, oldest first.</summary>
    public IReadOnlyList<Upload> List() => uploads;

    public Upload? Find(long id) => uploads.FirstOrDefault(each => each.Row.Id == id);

    /// <summary>The file of an upload, from its beginning; null when it is gone.</summary>
    public FileStream? TryOpen(Upload upload)
    {
        try
        {
            return OpenFile(folder.FullPathOf(upload.Row.File));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnavailable(logger, upload.Row.Id, upload.Row.Name, fault.Message);
            return null;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var rows = await repository.ListAsync(cancellationToken);
        var whole = folder.Tidy();
        List<Upload> found = [.. rows.Select(Play)];
        foreach (var file in whole.Except(rows.Select(row => row.File)))
        {
            if (await AdoptAsync(file, cancellationToken) is { } adopted) found.Add(adopted);
        }

        uploads = found;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes a file that comes, and makes an interface of it.</summary>
    public async Task<(Upload? Upload, UploadRefusal? Refusal)> ReceiveAsync(UploadRequest request, PipeReader body, string user, CancellationToken cancellation)
    {
        if (uploads.Count >= options.Uploads) return (null, Full());
        var file = folder.Create();
        var coming = file.Name;
        try
        {
            ReceivedFile? received;
            await using (file)
            {
                (received, var refusal) = await UploadReceiver.ReceiveAsync(body, file, options.UploadBytes, request.KeepsGood, cancellation);
                if (received is null) return (null, refusal);
                // On the disk before it is entered: an entry whose file is empty after a power cut would be worse than none.
                file.Flush(flushToDisk: true);
            }

            return await EnterAsync(request, coming, received, user, cancellation);
        }
        finally
        {
            // Harmless when it has its lasting name by now.
            File.Delete(coming);
        }
    }

    /// <summary>Deletes an upload that nobody watches.</summary>
    public async Task<UploadRefusal?> DeleteAsync(long id, string user, CancellationToken cancellation)
    {
        await change.WaitAsync(cancellation);
        try
        {
            if (Find(id) is not { } upload) return new UploadRefusal(Errno.ENXIO, "There is no such uploaded capture.");
            if (upload.Playing is { } playing)
            {
                // Taken out first, so that nobody can attach between the question and the deletion.
                interfaces.Remove(playing);
                if (playing.Tap.DeviceCount is var devices and > 0)
                {
                    interfaces.Add(playing);
                    var who = devices == 1 ? "A device is" : FormattableString.Invariant($"{devices} devices are");
                    return new UploadRefusal(Errno.EBUSY, $"{who} attached to {playing.Name}; close them first.");
                }
            }

            try
            {
                await repository.RemoveAsync(id, CancellationToken.None);
            }
            catch (StorageException) when (upload.Playing is not null)
            {
                interfaces.Add(upload.Playing);
                throw;
            }

            folder.Remove(upload.Row.File);
            uploads = [.. uploads.Where(each => each != upload)];
            LogDeleted(logger, id, upload.Row.Name, user);
            return null;
        }
        finally
        {
            change.Release();
        }
    }

    public void Dispose() => change.Dispose();

    private async Task<(Upload? Upload, UploadRefusal? Refusal)> EnterAsync(UploadRequest request, string coming, ReceivedFile received, string user, CancellationToken cancellation)
    {
        await change.WaitAsync(cancellation);
        try
        {
            if (uploads.Count >= options.Uploads) return (null, Full());
            var format = received.Format == CaptureFileFormat.Pcapng ? Pcapng : Pcap;
            var file = folder.Keep(coming, format);
            ReplayInterface? playing = null;
            try
            {
                playing = await Task.Run(() => Open(request.Name, file, request.Name, request.Replaying), CancellationToken.None);
                var row = new UploadedCapture
                {
                    Name = request.Name,
                    File = file,
                    Interface = playing.Name,
                    Format = format,
                    Packets = received.Packets,
                    Bytes = received.Bytes,
                    Fault = received.Fault,
                    Pace = request.Pace,
                    IsLooped = request.Replaying.IsLooped,
                    UploadedBy = user,
                    UploadedAt = time.GetUtcNow(),
                };
                var upload = new Upload(row with { Id = await repository.AddAsync(row, CancellationToken.None) }, playing);
                uploads = [.. uploads, upload];
                LogUploaded(logger, upload.Row.Id, row.Name, row.Packets, row.Bytes, user);
                return (upload, null);
            }
            catch
            {
                if (playing is not null) interfaces.Remove(playing);
                folder.Remove(file);
                throw;
            }
        }
        finally
        {
            change.Release();
        }
    }

    private Upload Play(UploadedCapture row)
    {
        var reason = "It was kept by another version of WebCap.";
        try
        {
            if (UploadRequest.TryReplay(row.Pace, row.IsLooped, out var replaying, out _)) return new Upload(row, Open(row.Interface, row.File, row.Name, replaying));
        }
        catch (Exception fault) when (fault is CaptureFormatException or IOException or UnauthorizedAccessException)
        {
            // The folder's path is for the log, not for whoever may list uploads.
            reason = fault is CaptureFormatException ? fault.Message : "Its file is gone or cannot be read.";
            LogUnavailable(logger, row.Id, row.Name, fault.Message);
        }

        return new Upload(row, null, reason);
    }

    private async Task<Upload?> AdoptAsync(string file, CancellationToken cancellation)
    {
        try
        {
            if (!UploadRequest.TryRead(file, null, null, null, out var request, out _)) return null;
            var playing = Open(file, file, file, request.Replaying);
            var row = new UploadedCapture
            {
                Name = file,
                File = file,
                Interface = playing.Name,
                Format = Path.GetExtension(file) == "." + Pcapng ? Pcapng : Pcap,
                Packets = playing.Summary.PacketCount,
                Bytes = new FileInfo(folder.FullPathOf(file)).Length,
                Fault = playing.Summary.Fault?.Reason,
                Pace = request.Pace,
                IsLooped = false,
                UploadedBy = "",
                UploadedAt = time.GetUtcNow(),
            };
            LogAdopted(logger, file);
            return new Upload(row with { Id = await repository.AddAsync(row, cancellation) }, playing);
        }
        catch (Exception fault) when (fault is CaptureFormatException or IOException or UnauthorizedAccessException)
        {
            LogUnavailable(logger, 0, file, fault.Message);
            return null;
        }
    }

    // An interface named after what the file is called, with a number behind it where that is taken.
    private ReplayInterface Open(string wanted, string file, string label, ReplayOptions replaying)
    {
        if (wanted.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) wanted = wanted[..^3];
        var path = folder.FullPathOf(file);
        for (var count = 1; ; count++)
        {
            var name = CatalogBuilder.NameOf(wanted, count);
            if (interfaces.Find(name) is not null) continue;
            var playing = ReplayInterface.Open(
                name,
                label,
                () => OpenFile(path),
                replaying,
                time);
            if (interfaces.Add(playing) != Errno.EBUSY) return playing;
        }
    }

    // Also while somebody deletes it: whoever reads it reads it to its end.
    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    private UploadRefusal Full() => new(Errno.ENOBUFS, options.Uploads == 0
        ? "This WebCap takes no uploads (--uploads 0)."
        : FormattableString.Invariant($"There are {options.Uploads} uploaded captures, which is as many as --uploads allows; delete one that is not needed."));

    [LoggerMessage(310, LogLevel.Information, "Capture {Id}, {Name}: {Packets} packets, {Bytes} bytes, uploaded by {User}.")]
    private static partial void LogUploaded(ILogger logger, long id, string name, long packets, long bytes, string user);

    [LoggerMessage(311, LogLevel.Information, "Capture {Id}, {Name}, was deleted by {User}.")]
    private static partial void LogDeleted(ILogger logger, long id, string name, string user);

    [LoggerMessage(312, LogLevel.Warning, "Capture {Id}, {Name}, cannot be played: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, long id, string name, string reason);

    [LoggerMessage(313, LogLevel.Warning, "The uploaded file {File} had no entry in the database and was given one.")]
    private static partial void LogAdopted(ILogger logger, string file);
}
