using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>The pages for administrators: tokens and the audit log.</summary>
public class AccessPageTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    [Fact]
    public async Task ATokenIsMadeWithLimitsUsedAndRevokedAndTheAuditLogHasItAll()
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(server, "/tokens");
        await visit.Page.GetByLabel("Name").FillAsync("night shift");
        await visit.Page.GetByLabel("Role").SelectOptionAsync("operator");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = pair.Near, Exact = true }).CheckAsync();
        await visit.Page.GetByLabel("Only frames that match").FillAsync("udp port 53");
        await visit.Button("Make token").ClickAsync();
        var token = await visit.Page.Locator("#issued-token").TextContentAsync();
        var row = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Tokens", Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = "night shift" });
        await Expect(row).ToContainTextAsync($"on {pair.Near}; only udp port 53");

        // Whoever has it sees the limits, and captures within them.
        await using var limited = await chromium.VisitAsync();
        await limited.Page.GotoAsync($"{server.Address}?i={pair.Near}#token={token}");
        await limited.Button("Start").ClickAsync();
        await Expect(limited.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(4000, 5270, "not for the night shift"u8));
        far.Send(FrameBuilder.Udp(4001, 53, FrameBuilder.DnsQuery(1, "seen", "example")));
        await Expect(limited.Row("DNS")).ToBeVisibleAsync();
        await Expect(limited.Row("5270")).ToHaveCountAsync(0);
        await limited.Account.ClickAsync();
        await Expect(limited.Page.Locator("#account-menu")).ToContainTextAsync("only udp port 53");

        await visit.Button("Revoke night shift").ClickAsync();
        await visit.Button("Yes, revoke night shift").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await Expect(limited.Page.GetByLabel("Access token")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Audit log" }).ClickAsync();
        foreach (var action in new[] { "token.issue", "session.open", "device.open", "device.watch", "token.revoke" })
            await Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = action, Exact = true }).First).ToBeVisibleAsync();
        await visit.Page.GetByLabel("User").FillAsync("night shift");
        await visit.Button("Show").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "token.issue", Exact = true })).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "device.open", Exact = true })).ToBeVisibleAsync();
        visit.AssertNoFaults();
        limited.AssertNoFaults("401", "WebSocket", "connection", "Connection", "ERR_");
    }
}
