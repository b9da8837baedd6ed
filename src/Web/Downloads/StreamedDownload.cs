using System.IO.Pipelines;

namespace WebCap.Downloads;

/// <summary>
/// A file that is made while it is sent, so that it has no length before, no tag and no ranges, and says so. Whoever asks for its head gets that
/// without any of it being made.
/// </summary>
/// <param name="contentType">What it is.</param>
/// <param name="disposition">The value of <see cref="DownloadName.Attachment"/>.</param>
/// <param name="write">Makes it. Ends when the reader hangs up.</param>
internal sealed class StreamedDownload(string contentType, string disposition, Func<PipeWriter, CancellationToken, Task> write) : IResult
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
    }
}
