using WebCap.Configuration;

namespace WebCap.Storage;

internal static class StorageSetup
{
    /// <summary>The data folder, the database in it and its repositories.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider => DataFolder.Open(provider.GetRequiredService<WebCapOptions>().Data));
        services.AddSingleton(provider => Database.Open(
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Database>>(),
            provider.GetServices<RowCheck>()));
        services.AddSingleton<RowCheck>(connection => TokenRepository.ReadAll(connection));
        services.AddSingleton<RowCheck>(connection => SessionRepository.ReadAll(connection));
        services.AddSingleton<TokenRepository>();
        services.AddSingleton<SessionRepository>();
        services.AddSingleton<SavedFilterRepository>();
        return services;
    }
}
