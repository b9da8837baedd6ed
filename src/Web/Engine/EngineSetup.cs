using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using WebCap.Configuration;
using WebCap.Interfaces;

namespace WebCap.Engine;

/// <summary>The engine's parts that features share: one device table, one catalogue of interfaces, one filter compiler.</summary>
internal static class EngineSetup
{
    public static IServiceCollection AddEngine(this IServiceCollection services, WebCapOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new BpfDeviceTable(options.Limits, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => CatalogBuilder.Build(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new FilterCompiler(new FilterCompilerOptions { MaxInstructions = options.Limits.MaxInstructions }));
        return services;
    }
}
