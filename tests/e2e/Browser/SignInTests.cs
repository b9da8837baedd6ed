using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>Who gets in, and what stays of the token in the browser.</summary>
public class SignInTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    // The browser itself reports an answer of 401 on the console.
    private const string Refused = "401";

    [Fact]
    public async Task TheTokenLeavesTheAddressBarAndBecomesACookieThatNoScriptCanRead()
    {
        await using var visit = await chromium.VisitAsync(server);
        await Expect(visit.Button("Start")).ToBeVisibleAsync();

        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("^[^#]*$"));
        Assert.DoesNotContain(server.Token, await visit.Page.EvaluateAsync<string>("JSON.stringify([location.href, history.state, document.cookie, {...localStorage}, {...sessionStorage}])"), StringComparison.Ordinal);
        var cookie = Assert.Single(await visit.Context.CookiesAsync());
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.Equal("", await visit.Page.EvaluateAsync<string>("document.cookie"));

        // The cookie is what signs in from now on.
        await visit.Page.GotoAsync(server.Address.ToString());
        await Expect(visit.Button("Start")).ToBeVisibleAsync();
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task AWrongTokenIsRefusedWithASentenceAndTheRightOneOpensTheForm()
    {
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync($"{server.Address}#token=wrong");
        await Expect(visit.Alert).ToContainTextAsync("The token in the address is not valid");
        await Expect(visit.Page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("token"));

        await visit.Page.GetByLabel("Access token").FillAsync("wrong too");
        await visit.Button("Sign in").ClickAsync();
        await Expect(visit.Alert).ToHaveTextAsync("This token is not valid.");

        await visit.Page.GetByLabel("Access token").FillAsync(server.Token);
        await visit.Button("Sign in").ClickAsync();
        await Expect(visit.Button("Start")).ToBeVisibleAsync();
        visit.AssertNoFaults(Refused);
    }

    [Fact]
    public async Task WithoutATokenThereIsAFormAndNothingElse()
    {
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync($"{server.Address}devices");
        await Expect(visit.Page.GetByLabel("Access token")).ToBeVisibleAsync();
        await Expect(visit.Alert).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        visit.AssertNoFaults(Refused);
    }

    [Fact]
    public async Task SigningOutEndsTheSessionAtTheServerToo()
    {
        await using var visit = await chromium.VisitAsync(server);
        await visit.Account.ClickAsync();
        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Page.GetByLabel("Access token")).ToBeVisibleAsync();
        Assert.Equal((int)HttpStatusCode.Unauthorized, (await visit.Context.APIRequest.GetAsync($"{server.Address}api/session")).Status);
        visit.AssertNoFaults(Refused);
    }
}
