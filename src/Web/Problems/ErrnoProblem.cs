using Bpf.Engine.Device;

namespace WebCap.Problems;

/// <summary>
/// What the device refuses, as an HTTP answer: problem details (RFC 9457) with the errno and the request that got it as stable fields.
/// The one place that maps an errno to a status.
/// </summary>
internal static class ErrnoProblem
{
    /// <param name="errno">Anything but OK. EAGAIN, "nothing to read now", is no error over HTTP: 204 without a body.</param>
    /// <param name="request">The name of what was asked, as bpf(4) has it where it has one: BIOCSETIF, read, net.bpf.peers.</param>
    /// <param name="detail">A sentence for a person: what was wrong, and what would do.</param>
    /// <param name="extensions">Fields beside the usual ones.</param>
    public static IResult Create(Errno errno, string request, string detail, IDictionary<string, object?>? extensions = null)
    {
        if (errno == Errno.EAGAIN) return TypedResults.NoContent();
        Dictionary<string, object?> fields = extensions is null ? [] : new(extensions);
        fields["errno"] = errno.ToString();
        fields["request"] = request;
        return TypedResults.Problem(detail, statusCode: StatusOf(errno), title: TitleOf(errno), extensions: fields);
    }

    /// <summary>The HTTP status that stands for an errno.</summary>
    public static int StatusOf(Errno errno) => errno switch
    {
        Errno.OK => throw new ArgumentOutOfRangeException(nameof(errno), "success is no problem"),
        Errno.EPERM or Errno.EACCES => StatusCodes.Status403Forbidden,
        Errno.ENXIO or Errno.ENODEV or Errno.ENOTTY => StatusCodes.Status404NotFound,
        Errno.EBUSY or Errno.EIO or Errno.ENETDOWN or Errno.EOPNOTSUPP => StatusCodes.Status409Conflict,
        Errno.ENOBUFS => StatusCodes.Status503ServiceUnavailable,
        Errno.EMSGSIZE => StatusCodes.Status413PayloadTooLarge,
        Errno.EAGAIN => StatusCodes.Status204NoContent,
        Errno.EINVAL or Errno.EDOM => StatusCodes.Status400BadRequest,
        Errno.ENOMEM => StatusCodes.Status507InsufficientStorage,
        Errno.EINTR => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>What an errno means, in the few words of perror(3).</summary>
    public static string TitleOf(Errno errno) => errno switch
    {
        Errno.EPERM => "Not permitted",
        Errno.EACCES => "Permission denied",
        Errno.ENXIO => "No such device or interface",
        Errno.ENODEV => "The device is gone",
        Errno.ENOTTY => "No such request",
        Errno.EBUSY => "In use",
        Errno.EIO => "The device cannot do that now",
        Errno.ENETDOWN => "The interface is down",
        Errno.EOPNOTSUPP => "Not supported by the interface",
        Errno.ENOBUFS => "No room",
        Errno.EMSGSIZE => "Too long",
        Errno.EINVAL => "Invalid argument",
        Errno.EDOM => "Out of range",
        Errno.ENOMEM => "Out of memory",
        Errno.EINTR => "Interrupted",
        _ => "Failed",
    };
}
