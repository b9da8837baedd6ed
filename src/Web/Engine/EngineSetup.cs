using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using WebCap.Configuration;

namespace WebCap.Engine;

/// <summary>The engine's parts that features share: one device table, one filter compiler.</summary>
internal static class EngineSetup
{
    public static IServiceCollection AddEngine(this IServiceCollection services, WebCapOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new BpfDeviceTable(OptionReader.Limits(options), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new FilterCompiler(new FilterCompilerOptions { MaxInstructions = options.MaxInstructions }));
        return services;
    }
}
