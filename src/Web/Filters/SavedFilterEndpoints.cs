using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Problems;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Filters;

/// <summary>/api/filters/saved: capture filters with names, shared by all users.</summary>
internal static class SavedFilterEndpoints
{
    private const string Request = "filters";
    private const int MaxNameLength = 64;
    private const int MaxExpressionLength = 4096;

    public static IEndpointRouteBuilder MapSavedFilters(this IEndpointRouteBuilder routes)
    {
        var saved = routes.MapGroup("/api/filters/saved").WithTags("Filters").UsesDatabase().Takes("id", "The saved filter's number.");
        saved.MapGet("", ListAsync).RequireAuthorization(Policies.Viewer)
            .Describe("listSavedFilters", "Lists the saved filters", "By name. All users share them.").Answers<IEnumerable<SavedFilter>>();
        // Whoever may only watch changes nothing that others rely on.
        saved.MapPost("", AddAsync).RequireAuthorization(Policies.Operator)
            .Describe("saveFilter", "Saves a filter", $"A name of 1 to {MaxNameLength} characters and an expression of up to {MaxExpressionLength}; {SavedFilterRepository.MaxCount} filters at most.")
            .Answers<SavedFilter>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "Name or expression are wrong.").Refuses(Errno.EBUSY, "Another filter has this name.").Refuses(Errno.ENOBUFS, "There are as many as there may be.");
        saved.MapPut("/{id:long}", ReplaceAsync).RequireAuthorization(Policies.Operator)
            .Describe("replaceSavedFilter", "Changes a saved filter", "Name and expression, within the bounds of a new one.").Answers<SavedFilter>()
            .Refuses(Errno.EINVAL, "Name or expression are wrong.").Refuses(Errno.ENXIO, "There is no such filter.").Refuses(Errno.EBUSY, "Another filter has this name.");
        saved.MapDelete("/{id:long}", RemoveAsync).RequireAuthorization(Policies.Operator)
            .Describe("deleteSavedFilter", "Deletes a saved filter", "Devices that use its expression keep it.").AnswersNothing().Refuses(Errno.ENXIO, "There is no such filter.");
        return routes;
    }

    private static Task<IReadOnlyList<SavedFilter>> ListAsync(SavedFilterRepository filters, CancellationToken cancellation) => filters.ListAsync(cancellation);

    private static async Task<IResult> AddAsync(
        SaveFilterRequest body, HttpContext context, SavedFilterRepository filters, AuditLog audit, CancellationToken cancellation)
    {
        if (Check(body, out var name, out var expression) is { } fault) return ErrnoProblem.Create(Errno.EINVAL, Request, fault);
        var (change, filter) = await filters.AddAsync(name, expression, cancellation);
        if (filter is null) return Refuse(change);
        audit.Record(context, AuditAction.FilterSave, $"filter {filter.Id}", $"{name}: {expression}");
        return TypedResults.Created($"/api/filters/saved/{filter.Id}", filter);
    }

    private static async Task<IResult> ReplaceAsync(
        long id, SaveFilterRequest body, HttpContext context, SavedFilterRepository filters, AuditLog audit, CancellationToken cancellation)
    {
        if (Check(body, out var name, out var expression) is { } fault) return ErrnoProblem.Create(Errno.EINVAL, Request, fault);
        var (change, filter) = await filters.ReplaceAsync(id, name, expression, cancellation);
        if (filter is null) return Refuse(change);
        audit.Record(context, AuditAction.FilterChange, $"filter {id}", $"{name}: {expression}");
        return TypedResults.Ok(filter);
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext context, SavedFilterRepository filters, AuditLog audit, CancellationToken cancellation)
    {
        if (!await filters.RemoveAsync(id, cancellation)) return Refuse(SavedFilterChange.NotFound);
        audit.Record(context, AuditAction.FilterDelete, $"filter {id}");
        return TypedResults.NoContent();
    }

    // Whether an expression compiles depends on the link type of the interface that it will be used on, so that is not asked here.
    private static string? Check(SaveFilterRequest body, out string name, out string expression)
    {
        name = body.Name?.Trim() ?? "";
        expression = body.Expression?.Trim() ?? "";
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            return $"The name must have 1 to {MaxNameLength} characters, none of them a control character.";
        if (expression.Length is 0 or > MaxExpressionLength || expression.Any(char.IsControl))
            return $"The expression must have 1 to {MaxExpressionLength} characters, none of them a control character.";
        return null;
    }

    private static IResult Refuse(SavedFilterChange change) => change switch
    {
        SavedFilterChange.NotFound => ErrnoProblem.Create(Errno.ENXIO, Request, "There is no such saved filter."),
        SavedFilterChange.NameTaken => ErrnoProblem.Create(Errno.EBUSY, Request, "Another saved filter has this name."),
        SavedFilterChange.NoRoom =>
            ErrnoProblem.Create(Errno.ENOBUFS, Request, $"{SavedFilterRepository.MaxCount} filters are saved already; delete one that is not needed."),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };
}
