using System.Net;
using Bpf.Engine.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebCap.Tests.Support;

namespace WebCap.Tests;

/// <summary>Requests while the service stops.</summary>
public class StoppingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARequestThatComesAfterTheStoppingBeganIsRefusedAndItsConnectionClosed()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        using (var before = await client.GetAsync("/api/interfaces", Cancellation)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var answer = await client.PostAsync("/hubs/capture/negotiate?negotiateVersion=1", null, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);
        Assert.Contains("The service is stopping", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatStillLastsWhenTheGraceIsOverIsBrokenOff()
    {
        var time = new ManualTimeProvider();
        using var host = new StoppableHost();
        using var request = new AbortableRequest();
        var stopping = new Stopping(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted), host, time);
        var lasting = stopping.InvokeAsync(request.Context);

        host.StopApplication();
        time.Advance(Stopping.Grace - TimeSpan.FromMilliseconds(1));
        Assert.False(lasting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lasting);
    }

    private sealed class StoppableHost : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }

    private sealed class AbortableRequest : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource aborted = new();

        public AbortableRequest()
        {
            Context.Features.Set<IHttpRequestLifetimeFeature>(this);
            RequestAborted = aborted.Token;
        }

        public DefaultHttpContext Context { get; } = new();

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => aborted.Cancel();

        public void Dispose() => aborted.Dispose();
    }
}
