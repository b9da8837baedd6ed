using Dapper;
using WebCap.Description;
using WebCap.Storage;

namespace WebCap.Health;

/// <summary>For whoever supervises the process. Anybody may ask; the answer says nothing but yes.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().WithTags("Health")
            .Describe("getLiveness", "Whether the process answers", "Says live, and nothing else to anybody.")
            .AnswersText("text/plain");
        routes.MapGet("/health/ready", ShowReady).AllowAnonymous().WithTags("Health")
            .Describe("getReadiness", "Whether the service can keep what it is told", "Says ready when the database answers.")
            .AnswersText("text/plain").UsesDatabase();
        return routes;
    }

    // Ready is who can keep what it is told: the database answers, and can be written as soon as its lock is free.
    private static async Task<IResult> ShowReady(Database database, CancellationToken cancellation)
    {
        await database.RunAsync(static connection => connection.ExecuteScalar<long>("select count(*) from schema_version"), cancellation);
        return TypedResults.Text("ready");
    }
}
