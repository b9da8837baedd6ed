using Microsoft.AspNetCore.Diagnostics;
using WebCap.Storage;

namespace WebCap.Problems;

/// <summary>Exceptions that an endpoint let through. Nothing of the exception reaches the caller unless it was written for callers.</summary>
internal sealed partial class ExceptionProblem(ILogger<ExceptionProblem> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var method = httpContext.Request.Method;
        var answer = exception switch
        {
            StorageException => HttpProblem.Create(StatusCodes.Status503ServiceUnavailable, "storage", exception.Message),
            BadHttpRequestException bad => HttpProblem.Create(bad.StatusCode, method, HttpProblem.SentenceFor(bad.StatusCode)),
            _ => null,
        };
        if (answer is not null)
        {
            if (exception is StorageException) LogStorage(logger, exception.Message, exception.InnerException?.Message);
            await answer.ExecuteAsync(httpContext);
            return true;
        }

        LogUnexpected(logger, exception, method, httpContext.GetEndpoint()?.DisplayName);
        await HttpProblem.Create(StatusCodes.Status500InternalServerError, method, HttpProblem.SentenceFor(StatusCodes.Status500InternalServerError))
            .ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(110, LogLevel.Error, "A request failed ({Method}, {Endpoint}).")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, string? endpoint);

    [LoggerMessage(111, LogLevel.Warning, "The database refused: {Reason} ({Cause})")]
    private static partial void LogStorage(ILogger logger, string reason, string? cause);
}
