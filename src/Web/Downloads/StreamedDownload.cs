using System.IO.Pipelines;
using Bpf.Wire.Files;

namespace WebCap.Downloads;

/// <summary>
/// A file that is made while it is sent, so that it has no length before, no tag and no ranges, and says so. Whoever asks for its head gets that
/// without any of it being made.
/// </summary>
/// <param name="contentType">What it is.</param>
/// <param name="disposition">The value of <see cref="DownloadName.Attachment"/>.</param>
/// <param name="write">Makes it. Ends when the reader hangs up. When what it is made of turns out to be damaged the connection is cut: whoever reads must not take a part for
/// the whole, and the status has gone long ago.</param>
internal sealed partial class StreamedDownload(string contentType, string disposition, Func<PipeWriter, CancellationToken, Task> write) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.Headers.ContentDisposition = disposition;
        response.Headers.AcceptRanges = "none";
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        try
        {
            await write(response.BodyWriter, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The reader has hung up.
        }
        catch (CaptureFormatException damaged)
        {
            LogDamaged(httpContext.RequestServices.GetRequiredService<ILogger<StreamedDownload>>(), httpContext.Request.Path, damaged.Message);
            httpContext.Abort();
        }
    }

    [LoggerMessage(EventId = 3020, Level = LogLevel.Error, Message = "A download of {Path} was broken off: {Reason}")]
    private static partial void LogDamaged(ILogger logger, string path, string reason);
}
