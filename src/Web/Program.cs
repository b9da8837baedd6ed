using Bpf.Engine.Interfaces;
using Microsoft.AspNetCore.Connections;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Client;
using WebCap.Configuration;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Engine;
using WebCap.Filters;
using WebCap.Health;
using WebCap.Interfaces;
using WebCap.NetBpf;
using WebCap.Problems;
using WebCap.Processes;
using WebCap.Recordings;
using WebCap.Rewind;
using WebCap.Rewind.Triggers;
using WebCap.Security;
using WebCap.Session;
using WebCap.Storage;
using WebCap.Telemetry;
using WebCap.Tokens;
using WebCap.Uploads;

namespace WebCap;

/// <summary>The host, as a table of contents: what it is made of, what a request passes through, what it answers.</summary>
internal static class Program
{
    // The service cannot start although its options are in order.
    private const int CannotStart = 1;

    private static Task<int> Main(string[] args) => RunAsync(args);

    /// <summary>Starts the service and waits for its end; the exit code of the process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="extend">Adds to the service before it starts, for benches.</param>
    internal static async Task<int> RunAsync(string[] args, Action<WebApplication>? extend = null)
    {
        var command = StartCommand.Read(args, Console.Out, Console.Error);
        if (command.Options is not { } options) return command.ExitCode;
        try
        {
            await using var app = Build(options);
            // First of all: what is wrong with the data folder or a replay is for the person who starts this to read, not for the host to log.
            app.Services.GetRequiredService<Database>();
            app.Services.GetRequiredService<InterfaceCatalog>();
            extend?.Invoke(app);
            await app.StartAsync();
            foreach (var line in ReadyNotice.Lines(app.Services)) Console.WriteLine(line);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (fault is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{options.Address} is in use by another program; choose another with --address.");
        }

        return CannotStart;
    }

    /// <summary>The whole service, ready to start.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    internal static WebApplication Build(WebCapOptions options, Action<IServiceCollection>? replace = null)
    {
        var builder = HostSetup.CreateBuilder(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddProblems();
        builder.Services.AddStorage();
        builder.Services.AddAudit(options.Audit);
        builder.Services.AddSecurity(options);
        builder.Services.AddEngine(options);
        builder.Services.AddFilters();
        builder.Services.AddCapture(options.Capture);
        builder.Services.AddUploads();
        builder.Services.AddTelemetry();
        builder.Services.AddRecordings(options.Recording);
        builder.Services.AddRewind(options.Rewind);
        builder.Services.AddDescription();
        builder.Services.AddProcesses(options.Processes);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseMiddleware<RequestTrace>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<Stopping>();
        app.UseProblems();
        app.UseSecurity();
        app.UseMiddleware<UnknownMethod>();

        app.MapHealth();
        app.MapSession();
        app.MapTokens();
        app.MapAudit();
        app.MapInterfaces();
        app.MapDevices();
        app.MapCapture();
        app.MapRecordings();
        app.MapRewind();
        app.MapTriggers();
        app.MapNetBpf();
        app.MapUploads();
        app.MapProcesses();
        app.MapCompile();
        app.MapSavedFilters();
        app.MapDescription();
        app.MapClient();
        return app;
    }
}
