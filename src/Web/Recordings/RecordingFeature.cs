using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>Recordings: their catalogue, their files and what keeps both in order.</summary>
internal static class RecordingFeature
{
    public static IServiceCollection AddRecordings(this IServiceCollection services, RecordingOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => OpenFolder(options, provider.GetRequiredService<DataFolder>()));
        services.AddSingleton<RecordingCatalogue>();
        services.AddSingleton<RowCheck>(connection => RecordingCatalogue.ReadAll(connection));
        services.AddSingleton<RecordingTotals>();
        services.AddSingleton<RecordingService>();
        services.AddHostedService<RecordingKeeper>();
        return services;
    }

    private static RecordingFolder OpenFolder(RecordingOptions options, DataFolder data)
    {
        var path = options.Folder.Length > 0 ? options.Folder : Path.Combine(data.FullPath, "recordings");
        try
        {
            return new RecordingFolder(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder {path} cannot be used for recordings: {fault.Message} Choose another with --recordings FOLDER.", fault);
        }
    }
}
