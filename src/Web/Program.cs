using WebCap.Client;
using WebCap.Configuration;
using WebCap.Engine;
using WebCap.Health;

namespace WebCap;

/// <summary>The host, as a table of contents: what it is made of, what a request passes through, what it answers.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var command = StartCommand.Read(args, Console.Out, Console.Error);
        if (command.Options is not { } options) return command.ExitCode;
        await using var app = Build(options);
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The whole service, ready to start.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    internal static WebApplication Build(WebCapOptions options, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.Address));

        builder.Services.AddSingleton(options);
        builder.Services.AddProblemDetails();
        builder.Services.AddEngine(options);
        replace?.Invoke(builder.Services);

        var app = builder.Build();

        app.MapHealth();
        app.MapClient();
        return app;
    }
}
