using Microsoft.Extensions.Logging.Console;
using WebCap.Configuration;

namespace WebCap;

/// <summary>
/// The host's foundation. It begins from nothing, because the stock foundation listens to a dozen names in the environment and puts
/// middleware of its own in front; here the options are <see cref="OptionTable"/>, and a request passes what Program.cs shows.
/// </summary>
internal static class HostSetup
{
    // Requests are given Stopping.Grace; the rest is for what closes files. A supervisor's own patience is 90 seconds or less.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);

    public static WebApplicationBuilder CreateBuilder(WebCapOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HostSetup).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        if (options.LogsJson)
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        // Standard output is for the one line with the address.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        builder.Services.AddRouting();
        builder.WebHost.UseWebCapKestrel(options);
        return builder;
    }
}
