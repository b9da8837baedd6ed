using Bpf.Engine.Device;
using WebCap.Paging;
using WebCap.Problems;

namespace WebCap.Description;

/// <summary>
/// What an endpoint says of itself in the description of the API. The role comes from its policy, and with it 401 and 403; 400, 413, 415 and 429 from
/// what it takes and how often: only the rest is said here.
/// </summary>
internal static class EndpointWords
{
    private static readonly string[] Json = ["application/json"];

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">The operation's name in programs: a verb and a noun, listDevices. Never changed.</param>
    /// <param name="summary">A line for people, without a full stop.</param>
    /// <param name="words">Whole sentences: bounds, and what happens at them.</param>
    public static T Describe<T>(this T endpoint, string id, string summary, string words)
        where T : IEndpointConventionBuilder => endpoint.WithName(id).WithSummary(summary).WithDescription(words);

    /// <summary>What a part of the path or of the query is; on a group, for all that is in it.</summary>
    public static T Takes<T>(this T endpoint, string name, string words)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedParameter(name, words));

    /// <summary>A list that comes in pages: its words in the address, and the links in its answer.</summary>
    public static T TakesPage<T>(this T endpoint, int limit = PageQuery.LargestLimit)
        where T : IEndpointConventionBuilder => endpoint
            .Takes("limit", $"Entries in a page, 1 to {PageQuery.LargestLimit}; without it {limit}.")
            .Takes("before", "Only entries with smaller numbers than this, those next to it.")
            .Takes("after", "Only entries with larger numbers than this, those next to it. Not together with before.")
            .WithMetadata(new DescribedHeader("Link", "The pages beside this one, as RFC 8288 has it: first, and where there are such, prev and next. Paths, without a host."))
            .Refuses(Errno.EINVAL, "limit is out of range, or before and after came together.");

    /// <summary>A body that is not JSON.</summary>
    public static T TakesBytes<T>(this T endpoint, string contentType, string words)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedBody(contentType, words));

    /// <summary>The answer as JSON.</summary>
    public static RouteHandlerBuilder Answers<TAnswer>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(TAnswer), Json));

    /// <summary>An answer without a body.</summary>
    public static T AnswersNothing<T>(this T endpoint, int status = StatusCodes.Status204NoContent)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(void)));

    /// <summary>The answer as a file.</summary>
    public static T AnswersBytes<T>(this T endpoint, params string[] contentTypes)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), contentTypes));

    /// <summary>The answer as text.</summary>
    public static T AnswersText<T>(this T endpoint, string contentType)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [contentType]));

    /// <summary>A file that can be had in parts, and not again by who has it: Range, If-Range, If-None-Match.</summary>
    public static T AnswersRanges<T>(this T endpoint, params string[] contentTypes)
        where T : IEndpointConventionBuilder => endpoint.AnswersBytes(contentTypes).WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status206PartialContent, typeof(Stream), contentTypes),
            new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)),
            new DescribedRefusal(StatusCodes.Status412PreconditionFailed, nameof(Errno.EINVAL), "If-Match or If-Unmodified-Since names other bytes than there are."),
            new DescribedRefusal(StatusCodes.Status416RangeNotSatisfiable, nameof(Errno.EINVAL), "The file ends before the range begins; Content-Range has its length."),
            new DescribedHeader("ETag", "Names exactly these bytes, for If-None-Match, If-Match and If-Range; only where the file lies ready."),
            new DescribedHeader("Accept-Ranges", "bytes, or none where the file is made while it is sent."),
            new DescribedHeader("Content-Disposition", "The name to keep it under, in ASCII and whole (RFC 6266)."));

    /// <summary>The same answer as text, for who asks for that.</summary>
    public static T OrText<T>(this T endpoint, string contentType = "text/plain")
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedForm(contentType, false));

    /// <summary>The same answer as bytes, for who asks for them.</summary>
    public static T OrBytes<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedForm("application/octet-stream", true));

    /// <summary>What it refuses, and when: each errno becomes the status that stands for it.</summary>
    public static T Refuses<T>(this T endpoint, Errno errno, string when)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedRefusal(ErrnoProblem.StatusOf(errno), errno.ToString(), when));

    /// <summary>The same for what HTTP refuses.</summary>
    public static T Refuses<T>(this T endpoint, int status, string when)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedRefusal(status, HttpProblem.ErrnoOf(status).ToString(), when));

    /// <summary>It asks the database, which another program can have locked.</summary>
    public static T UsesDatabase<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Refuses(StatusCodes.Status503ServiceUnavailable, "The database does not answer.");
}
