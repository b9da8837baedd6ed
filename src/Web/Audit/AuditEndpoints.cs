using System.Text;
using System.Text.Json;
using WebCap.Description;
using WebCap.Downloads;
using WebCap.Paging;
using WebCap.Security;

namespace WebCap.Audit;

/// <summary>/api/audit: who did what, for administrators; in pages, or whole as a file.</summary>
internal static class AuditEndpoints
{
    private const string Request = "audit";
    private const int DefaultLimit = 100;

    // Entries that an export holds in memory at once.
    private const int ExportedAtOnce = 1000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static IServiceCollection AddAudit(this IServiceCollection services, AuditOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<AuditRepository>();
        services.AddSingleton<AuditLog>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditLog>());
        return services;
    }

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/audit").RequireAuthorization(Policies.Administrator).WithTags("Audit");
        audit.MapGet("", ListAsync)
            .Describe("listAudit", "Who did what", "A page of the log, the newest first. next is what before has to be for the page behind it.")
            .TakesPage(DefaultLimit)
            .Takes("user", "Only what the token of this name did.").Takes("action", "Only this action, or those that begin with it: device, device.open.")
            .Answers<AuditPage>().UsesDatabase();
        audit.MapGet("/export.csv", (HttpContext context, AuditLog log, AuditRepository repository) =>
            ExportAsync(context, log, repository, "text/csv; charset=utf-8", "csv", AuditCsv.Header, AuditCsv.Format))
            .Describe("exportAuditCsv", "The whole log as CSV", "The oldest first. No cell is a formula.").AnswersText("text/csv").UsesDatabase();
        audit.MapGet("/export.jsonl", (HttpContext context, AuditLog log, AuditRepository repository) =>
            ExportAsync(context, log, repository, "application/jsonl; charset=utf-8", "jsonl", "", entry => JsonSerializer.Serialize(entry, JsonSerializerOptions.Web) + "\n"))
            .Describe("exportAuditLines", "The whole log as JSON lines", "The oldest first, an entry a line.").AnswersText("application/jsonl").UsesDatabase();
        return routes;
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] PageQuery query, string? user, string? action, HttpContext context, AuditLog log, AuditRepository repository)
    {
        if (!query.TryRead(Request, ListOrder.NewestFirst, DefaultLimit, out var wanted, out var refusal)) return refusal;
        await log.FlushAsync(context.RequestAborted);
        var entries = await repository.ListAsync(wanted, NullIfEmpty(user), NullIfEmpty(action), context.RequestAborted);
        var page = Page<AuditEntry>.Of(wanted, entries, entry => entry.Id);
        page.AddLinks(context);
        return TypedResults.Ok(new AuditPage(page.Items, page.Next, log.Lost, log.FailedWrites));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // Page by page, so that neither memory nor the database is held for the whole of it; the last entry is fixed first, so that it ends.
    private static async Task<IResult> ExportAsync(
        HttpContext context, AuditLog log, AuditRepository repository, string contentType, string extension, string header, Func<AuditEntry, string> format)
    {
        var cancellation = context.RequestAborted;
        log.Record(context, AuditAction.AuditExport, extension);
        await log.FlushAsync(cancellation);
        var last = await repository.FindLastAsync(cancellation);
        context.Response.ContentType = contentType;
        context.Response.Headers.AcceptRanges = "none";
        context.Response.Headers.ContentDisposition = DownloadName.Attachment("webcap-audit", extension);
        var text = new StringBuilder(header);
        for (long after = 0; ;)
        {
            var entries = await repository.ListRangeAsync(after, last, ExportedAtOnce, cancellation);
            foreach (var entry in entries) text.Append(format(entry));
            await context.Response.Body.WriteAsync(Utf8.GetBytes(text.ToString()), cancellation);
            if (entries.Count < ExportedAtOnce) return Results.Empty;
            text.Clear();
            after = entries[^1].Id;
        }
    }
}
