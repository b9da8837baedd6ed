using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WebCap.Audit;
using WebCap.Paging;
using WebCap.Tests.Support;

namespace WebCap.Tests.Audit;

/// <summary>What the audit log keeps, what it loses, and that it says so.</summary>
public sealed class AuditBoundTests
{
    // Only so that a wait that never ends fails instead of hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheOldestEntriesGoWhenThereAreTooMany()
    {
        await using var server = await TestServer.StartAsync();
        var repository = server.Services.GetRequiredService<AuditRepository>();
        var bounds = new AuditOptions { Entries = 10, Age = TimeSpan.Zero };
        for (var batch = 0; batch < 5; batch++) await repository.AddAsync([.. Enumerable.Range(batch * 4, 4).Select(number => Entry(number, 0))], bounds, At(0));
        var kept = await repository.ListAsync(new PageRequest(ListOrder.NewestFirst, 100, null, null), null, null, Cancellation);
        Assert.Equal(Enumerable.Range(10, 10).Reverse().Select(number => $"{number}"), kept.Select(entry => entry.Target));
    }

    [Fact]
    public async Task EntriesGoWithTheirAge()
    {
        await using var server = await TestServer.StartAsync();
        var repository = server.Services.GetRequiredService<AuditRepository>();
        var bounds = new AuditOptions { Age = TimeSpan.FromDays(2) };
        for (var day = 0; day < 5; day++) await repository.AddAsync([Entry(day, day)], bounds, At(day));
        var kept = await repository.ListAsync(new PageRequest(ListOrder.NewestFirst, 100, null, null), null, null, Cancellation);
        Assert.Equal(["4", "3", "2"], kept.Select(entry => entry.Target));
    }

    [Fact]
    public async Task WhatTheQueueHasNoRoomForIsCountedAndTheLogSaysSo()
    {
        await using var server = await TestServer.StartAsync();
        var repository = server.Services.GetRequiredService<AuditRepository>();
        using var log = new AuditLog(repository, new AuditOptions(), TimeProvider.System, NullLogger<AuditLog>.Instance);
        // Nothing takes from the queue before the log is started.
        for (var number = 0; number < AuditLog.QueueLength + 5; number++) log.Record("user", "viewer", "", AuditAction.DeviceOpen, $"device {number}");
        Assert.Equal(5, log.Lost);
        await log.StartAsync(Cancellation);
        await log.StopAsync(Cancellation);
        var written = await repository.ListRangeAsync(0, long.MaxValue, 10_000, Cancellation);
        Assert.Equal(AuditLog.QueueLength + 1, written.Count);
        Assert.Equal("5 entries", Assert.Single(written, entry => entry.Action == AuditAction.AuditLost).Target);
    }

    [Fact]
    public async Task ADatabaseThatIsLockedIsTriedAgainAndNothingIsLost()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(data: folder);
        var log = server.Services.GetRequiredService<AuditLog>();
        await log.FlushAsync(Cancellation);
        using (var other = new SqliteConnection($"Data Source={folder.File("webcap.db")};Pooling=False"))
        {
            other.Open();
            other.Execute("begin exclusive");
            log.Record("user", "viewer", "", AuditAction.DeviceOpen, "while it is locked");
            Assert.True(SpinWait.SpinUntil(() => log.FailedWrites > 0, Patience));
            other.Execute("rollback");
        }

        var repository = server.Services.GetRequiredService<AuditRepository>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while ((await repository.ListAsync(new PageRequest(ListOrder.NewestFirst, 1, null, null), null, null, limit.Token)) is not [{ Target: "while it is locked" }]) await log.FlushAsync(limit.Token);
        Assert.Equal(0, log.Lost);
    }

    [Fact]
    public async Task LongTextsAreCut()
    {
        await using var server = await TestServer.StartAsync();
        var log = server.Services.GetRequiredService<AuditLog>();
        log.Record(new string('u', 10_000), "viewer", "", AuditAction.DeviceOpen, new string('t', 10_000), new string('d', 10_000));
        await log.FlushAsync(Cancellation);
        var entry = Assert.Single(await server.Services.GetRequiredService<AuditRepository>().ListAsync(new PageRequest(ListOrder.NewestFirst, 1, null, null), null, null, Cancellation));
        Assert.Equal((256, 256, 4096), (entry.User.Length, entry.Target.Length, entry.Detail.Length));
    }

    private static DateTimeOffset At(int day) => new(2030, 1, 1 + day, 0, 0, 0, TimeSpan.Zero);

    private static AuditEntry Entry(int number, int day) => new(0, At(day), "user", "viewer", "", AuditAction.DeviceOpen, $"{number}", "");
}
