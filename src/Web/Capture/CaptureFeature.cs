using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebCap.Capture.MessagePack;

namespace WebCap.Capture;

/// <summary>Sessions, their leases and the hub.</summary>
internal static class CaptureFeature
{
    /// <summary>Where browsers connect.</summary>
    public const string HubPath = "/hubs/capture";

    // Clients send a method's name and three small arguments.
    private const int LargestClientMessageBytes = 8 * 1024;

    // What may wait in a connection before its sender waits: about a frame's worth of a busy stream. Beyond it the feed holds what waits, where
    // it is bounded in bytes and what is dropped is counted.
    private const int TransportBufferBytes = 1024 * 1024;

    public static IServiceCollection AddCapture(this IServiceCollection services, CaptureOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CaptureSessions>();
        services.AddSingleton<CountersSource>();
        services.AddHostedService<LeaseService>();
        services
            .AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = LargestClientMessageBytes;
                hub.MaximumParallelInvocationsPerClient = 4;
                hub.EnableDetailedErrors = false;
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new FeedItemJsonConverter()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHubProtocol, MessagePackHubProtocol>());
        return services;
    }

    public static void MapCapture(this IEndpointRouteBuilder routes) =>
        routes.MapHub<CaptureHub>(HubPath, connection =>
        {
            connection.Transports = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents;
            connection.TransportMaxBufferSize = TransportBufferBytes;
            connection.ApplicationMaxBufferSize = LargestClientMessageBytes * 2;
        });
}
