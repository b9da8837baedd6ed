namespace WebCap.Audit;

/// <summary>What can be found in the audit log: the thing and what was done with it. The names are stored, so they never change.</summary>
internal static class AuditAction
{
    public const string SignIn = "session.open";
    public const string SignInRefused = "session.refuse";
    public const string SignOut = "session.close";
    public const string TokenRefused = "token.refuse";
    public const string TokenIssue = "token.issue";
    public const string TokenRevoke = "token.revoke";
    public const string DeviceOpen = "device.open";
    public const string DeviceChange = "device.change";
    public const string DeviceFlush = "device.flush";
    public const string DeviceIoctl = "device.ioctl";
    public const string DeviceRead = "device.read";
    public const string DeviceWrite = "device.write";
    public const string DeviceWatch = "device.watch";
    public const string DeviceDownload = "device.download";
    public const string DeviceClose = "device.close";
    public const string FilterSave = "filter.save";
    public const string FilterChange = "filter.change";
    public const string FilterDelete = "filter.delete";
    public const string RecordingStart = "recording.start";
    public const string RecordingStop = "recording.stop";
    public const string RecordingDownload = "recording.download";
    public const string RecordingDelete = "recording.delete";
    public const string CaptureUpload = "capture.upload";
    public const string CaptureDownload = "capture.download";
    public const string CaptureDelete = "capture.delete";
    public const string WindowMake = "window.make";
    public const string WindowRemove = "window.remove";
    public const string TriggerMake = "trigger.make";
    public const string TriggerRemove = "trigger.remove";
    public const string TriggerFire = "trigger.fire";
    public const string AuditExport = "audit.export";
    public const string ProcessList = "process.list";

    /// <summary>Entries that could not be kept; the log's own.</summary>
    public const string AuditLost = "audit.lost";
}
