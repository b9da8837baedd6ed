using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WebCap.Security;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

public sealed class SignInRegistryTests
{
    [Fact]
    public async Task ASessionTooManyEndsTheOneSeenLongestAgo()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time: time);
        var registry = server.Services.GetRequiredService<SignInRegistry>();
        var token = registry.FindToken(server.Token)!;
        List<SignIn> sessions = [];
        for (var count = 0; count < SignInRegistry.MaxSessions; count++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            sessions.Add(await registry.AddSessionAsync(token.Token));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(registry.FindSession(sessions[0].Session!.Id));
        await registry.AddSessionAsync(token.Token);
        Assert.False(sessions[0].Ended.IsCancellationRequested);
        Assert.True(sessions[1].Ended.IsCancellationRequested);
        Assert.Null(registry.FindSession(sessions[1].Session!.Id));
        Assert.Equal(SignInRegistry.MaxSessions, registry.ListAll().Count(signIn => signIn.Session is not null));
    }

    [Fact]
    public async Task ABrowserThatOnlyWatchesStaysSignedIn()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time: time);
        var registry = server.Services.GetRequiredService<SignInRegistry>();
        var caretaker = Caretaker(server, registry, time);
        var watching = await registry.AddSessionAsync(registry.FindToken(server.Token)!.Token);
        var idle = await registry.AddSessionAsync(registry.FindToken(server.Token)!.Token);
        using (watching.Enter(() => { }))
        {
            for (var day = 0; day < 8; day++)
            {
                time.Advance(TimeSpan.FromDays(1));
                await caretaker.RunOnceAsync();
            }

            Assert.False(watching.Ended.IsCancellationRequested);
            Assert.True(idle.Ended.IsCancellationRequested);
        }

        time.Advance(SignInRegistry.SessionIdle);
        await caretaker.RunOnceAsync();
        Assert.True(watching.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task WhatExpiresEndsWhatIsBeingDoneWithIt()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time: time);
        var registry = server.Services.GetRequiredService<SignInRegistry>();
        var isOver = false;
        using var stay = registry.FindToken(server.Token)!.Enter(() => isOver = true);
        time.Advance(StartToken.Lifetime);
        await Caretaker(server, registry, time).RunOnceAsync();
        Assert.True(isOver);
    }

    [Fact]
    public async Task TheLastUseIsKeptOverARestart()
    {
        var time = new ManualTime();
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(data: data, time: time))
        {
            await server.BrowserAsync();
            time.Advance(TimeSpan.FromDays(6));
            var registry = server.Services.GetRequiredService<SignInRegistry>();
            Assert.NotNull(registry.FindSession(registry.ListAll().Single(signIn => signIn.Session is not null).Session!.Id));
        }

        time.Advance(TimeSpan.FromDays(6));
        await using var restarted = await TestServer.StartAsync(data: data, time: time);
        Assert.Single(restarted.Services.GetRequiredService<SignInRegistry>().ListAll(), signIn => signIn.Session is not null);
    }

    [Fact]
    public async Task TheRowOfAnEarlierStartGoesWithItsLastSession()
    {
        var time = new ManualTime();
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(data: data, time: time)) await server.BrowserAsync();
        for (var start = 0; start < 3; start++)
        {
            await using var server = await TestServer.StartAsync(data: data, time: time);
            // The first start's, which a browser is signed in with, and this one's.
            Assert.Equal(2, (await server.Services.GetRequiredService<TokenRepository>().ListAsync()).Count);
        }

        time.Advance(SignInRegistry.SessionIdle);
        await using var last = await TestServer.StartAsync(data: data, time: time);
        Assert.Single(await last.Services.GetRequiredService<TokenRepository>().ListAsync());
        Assert.Empty(await last.Services.GetRequiredService<SessionRepository>().ListAsync());
    }

    private static SignInCaretaker Caretaker(TestServer server, SignInRegistry registry, TimeProvider time) => new(
        registry,
        server.Services.GetRequiredService<TokenRepository>(),
        server.Services.GetRequiredService<SessionRepository>(),
        time,
        NullLogger<SignInCaretaker>.Instance);
}
