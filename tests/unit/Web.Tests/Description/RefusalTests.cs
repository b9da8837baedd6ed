using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using WebCap.Tests.Support;

namespace WebCap.Tests.Description;

/// <summary>Asks every operation for what it should refuse: the answer is a problem with an errno, and one that is described.</summary>
public sealed class RefusalTests
{
    // What no parameter of the query takes.
    private const string WrongQuery =
        "?limit=x&before=x&after=x&size=x&max=x&nonblock=x&loop=x&from=x&to=x&filter=tcp%20prt%2080&name=%07&pace=x&keep=x";

    [Fact]
    public async Task WhateverIsRefusedIsAProblemAndDescribed()
    {
        await using var server = await TestServer.StartAsync();
        HttpClient[] clients = [server.Bearer(), server.Bearer(await server.IssueAsync("viewer")), server.Anonymous()];
        List<string> wrong = [];
        var refused = 0;
        foreach (var (name, operation) in DescribedApi.Operations(await DescribedApi.ReadAsync(server)))
        {
            foreach (var client in clients)
            {
                foreach (var request in Requests(name))
                {
                    using (request)
                    {
                        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                        var status = (int)answer.StatusCode;
                        if (!operation.Responses!.ContainsKey(status.ToString(CultureInfo.InvariantCulture))) wrong.Add($"{name} answered {status}, which is not described");
                        if (status < 400) continue;
                        refused++;
                        Assert.NotEmpty((await Problem.OfAsync(answer)).Errno);
                    }
                }
            }
        }

        Assert.Empty(wrong.Distinct());
        Assert.True(refused > 200, $"only {refused}");
    }

    private static IEnumerable<HttpRequestMessage> Requests(string name)
    {
        var (method, path) = (new HttpMethod(name.Split(' ')[0]), DescribedApi.AddressOfNothing(name.Split(' ')[1]));
        yield return new HttpRequestMessage(method, path);
        yield return new HttpRequestMessage(method, path + WrongQuery);
        if (method == HttpMethod.Get || method == HttpMethod.Delete) yield break;
        yield return WithBody("{", "application/json");
        yield return WithBody("[]", "application/json");
        yield return WithBody("""{ "interface": "no such", "name": "\u0007", "filter": "tcp prt 80", "expression": "tcp prt 80" }""", "application/json");
        yield return WithBody("no json", "text/plain");

        HttpRequestMessage WithBody(string body, string type) =>
            new(method, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
    }
}
