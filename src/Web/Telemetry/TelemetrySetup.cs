namespace WebCap.Telemetry;

internal static class TelemetrySetup
{
    /// <summary>The stations' metrics, and their export where one is wanted.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<StationMetrics>();
        services.AddSingleton<OtlpExport>();
        services.AddHostedService(provider => provider.GetRequiredService<OtlpExport>());
        return services;
    }
}
