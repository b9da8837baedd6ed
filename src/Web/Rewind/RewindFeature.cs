using WebCap.Rewind.Triggers;
using WebCap.Storage;

namespace WebCap.Rewind;

/// <summary>Windows of the past, and what keeps them.</summary>
internal static class RewindFeature
{
    public static IServiceCollection AddRewind(this IServiceCollection services, RewindOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<WindowRepository>();
        services.AddSingleton<RowCheck>(connection => WindowRepository.ReadAll(connection));
        services.AddSingleton<TriggerRepository>();
        services.AddSingleton<RowCheck>(connection => TriggerRepository.ReadAll(connection));
        services.AddSingleton<Webhooks>();
        services.AddSingleton<TriggerSaver>();
        services.AddSingleton<RewindTriggers>();
        services.AddSingleton<RewindWindows>();
        services.AddHostedService<RewindKeeper>();
        return services;
    }
}
