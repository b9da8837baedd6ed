using Bpf.Engine.Device;

namespace WebCap.Problems;

/// <summary>Refusals that come from HTTP rather than from a device, in the same shape: problem details with an errno and a request.</summary>
internal static class HttpProblem
{
    /// <param name="status">400 or more.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="detail">A sentence for a person.</param>
    public static IResult Create(int status, string request, string detail)
    {
        var errno = ErrnoOf(status);
        return TypedResults.Problem(
            detail,
            statusCode: status,
            extensions: new Dictionary<string, object?> { ["errno"] = errno.ToString(), ["request"] = request });
    }

    /// <summary>A refusal without a body gets one. Nothing of the request is repeated in it but the method.</summary>
    public static Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return Create(status, context.Request.Method, SentenceFor(status)).ExecuteAsync(context);
    }

    /// <summary>The sentence for a status that nobody explained better.</summary>
    public static string SentenceFor(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be understood: its address, a header or its body is not what is expected here.",
        StatusCodes.Status401Unauthorized => "Sign in first, or show a token: Authorization: Bearer TOKEN.",
        StatusCodes.Status403Forbidden => "Your role does not allow this.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not know that method.",
        StatusCodes.Status413PayloadTooLarge => "The request is larger than allowed.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON: Content-Type: application/json.",
        StatusCodes.Status429TooManyRequests => "Too many attempts; wait a minute.",
        StatusCodes.Status503ServiceUnavailable => "The service has no room for this now; try again in a moment.",
        < 500 => "The request cannot be carried out.",
        _ => "Something went wrong inside the service; its log says what.",
    };

    /// <summary>The errno that stands for a status.</summary>
    public static Errno ErrnoOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Errno.EACCES,
        StatusCodes.Status403Forbidden => Errno.EPERM,
        StatusCodes.Status404NotFound => Errno.ENXIO,
        StatusCodes.Status405MethodNotAllowed => Errno.ENOTTY,
        StatusCodes.Status413PayloadTooLarge => Errno.EMSGSIZE,
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => Errno.EBUSY,
        < 500 => Errno.EINVAL,
        _ => Errno.EIO,
    };
}
