namespace WebCap.Problems;

internal static class ProblemSetup
{
    /// <summary>Every refusal as problem details.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services) => services.AddExceptionHandler<ExceptionProblem>();

    /// <summary>Outermost, so that it sees what everything else refuses or throws.</summary>
    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = static context => HttpProblem.WriteAsync(context),
            SuppressDiagnosticsCallback = static _ => true,
        });
        app.UseStatusCodePages(static pages => HttpProblem.WriteAsync(pages.HttpContext));
        return app;
    }
}
