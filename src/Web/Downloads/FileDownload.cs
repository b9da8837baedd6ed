using Microsoft.Net.Http.Headers;
using WebCap.Problems;

namespace WebCap.Downloads;

/// <summary>
/// A file that is there: whole, in ranges, or not again for who has it (RFC 9110: ETag, If-None-Match, If-Match, Range, If-Range, HEAD). Ranges and
/// conditions are the framework's; the tag is a strong one, so the same tag must always be the same bytes.
/// </summary>
/// <param name="content">The bytes, which can seek; closed when they are sent.</param>
/// <param name="contentType">What they are.</param>
/// <param name="disposition">The value of <see cref="DownloadName.Attachment"/>.</param>
/// <param name="tag">Names exactly these bytes; letters, digits and hyphens.</param>
/// <param name="modified">When they last changed; null while they do.</param>
internal sealed class FileDownload(Stream content, string contentType, string disposition, string tag, DateTimeOffset? modified) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ContentDisposition = disposition;
        await TypedResults.Stream(content, contentType, lastModified: modified, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true)
            .ExecuteAsync(httpContext);
        if (response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted) return;
        // Content-Range stays, and has the length: whoever asked too far learns how far there is.
        response.Headers.ContentDisposition = default;
        response.ContentLength = null;
        var (request, sentence) = response.StatusCode == StatusCodes.Status416RangeNotSatisfiable
            ? ("Range", "The file ends before the range begins; Content-Range has its length.")
            : ("If-Match", "The file is not, or not any more, what the request's condition names.");
        await HttpProblem.Create(response.StatusCode, request, sentence).ExecuteAsync(httpContext);
    }
}
