using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using WebCap.Problems;
using WebCap.Security;
using WebCap.Tests.Support;

namespace WebCap.Tests.Description;

/// <summary>Walks the endpoint table and the description beside it, so that a route that somebody adds is described the day it is added.</summary>
public sealed class DescriptionTests
{
    private const string HowTo =
        "Say it beside the endpoint, with the words of EndpointWords: .Describe(id, summary, words), .Answers<T>() or .AnswersBytes(type) or " +
        ".AnswersNothing(), .Refuses(errno, when), .Takes(parameter, words); .WithTags(name) on its group.";

    [Fact]
    public async Task EveryRouteIsDescribedWithWhatItAnswersAndRefuses()
    {
        await using var server = await TestServer.StartAsync();
        var operations = DescribedApi.Operations(await DescribedApi.ReadAsync(server));
        List<string> missing = [];
        foreach (var (name, endpoint) in DescribedApi.Routes(server))
        {
            if (operations.TryGetValue(name, out var operation)) missing.AddRange(Lacks(operation, endpoint).Select(what => $"{name} has no {what}."));
            else missing.Add($"{name} is not in the description (a path that ends in a slash? map \"\" instead of \"/\").");
        }

        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, [.. missing, HowTo]));
    }

    [Fact]
    public async Task EveryOperationHasARoute()
    {
        await using var server = await TestServer.StartAsync();
        var routes = DescribedApi.Routes(server).Select(route => route.Name);

        Assert.Equal(routes.Order(StringComparer.Ordinal), DescribedApi.Operations(await DescribedApi.ReadAsync(server)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OperationIdsAreUniqueAndNamesOfMethods()
    {
        await using var server = await TestServer.StartAsync();
        var ids = DescribedApi.Operations(await DescribedApi.ReadAsync(server)).Values.Select(operation => operation.OperationId!).ToArray();

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ids, id => Assert.Matches("^[a-z][A-Za-z]+$", id));
    }

    [Fact]
    public async Task TheRoleThatAnOperationNamesIsWhatItsPolicyAsksFor()
    {
        await using var server = await TestServer.StartAsync();
        var operations = DescribedApi.Operations(await DescribedApi.ReadAsync(server));
        foreach (var (name, endpoint) in DescribedApi.Routes(server))
        {
            var roles = (operations[name].Security ?? []).SelectMany(requirement => requirement.Values).SelectMany(scopes => scopes).Distinct();
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy!.ToLowerInvariant());
            string[] expected = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? [policies.MaxBy(policy => Array.IndexOf(Strictness, policy))!] : [];
            Assert.True(roles.SequenceEqual(expected), $"{name} names {string.Join(", ", roles)}");
        }
    }

    private static readonly string[] Strictness = ["viewer", "download", "operator", "administrator"];

    [Fact]
    public async Task EveryRefusalIsTheOneShapeWithErrnoAndRequest()
    {
        await using var server = await TestServer.StartAsync();
        var document = await DescribedApi.ReadAsync(server);
        foreach (var (name, operation) in DescribedApi.Operations(document))
        {
            foreach (var (status, answer) in operation.Responses!.Where(answer => int.Parse(answer.Key, CultureInfo.InvariantCulture) >= 400))
            {
                Assert.True(answer.Content?.Keys.SequenceEqual(["application/problem+json"]) == true, $"{name} {status}");
                var schema = Assert.IsType<OpenApiSchemaReference>(answer.Content["application/problem+json"].Schema);
                Assert.Equal(nameof(ProblemView), schema.Reference.Id);
            }
        }

        var problem = document.Components!.Schemas![nameof(ProblemView)];
        Assert.Superset(new HashSet<string> { "status", "detail", "errno", "request" }, problem.Required!.ToHashSet());
        Assert.All(problem.Properties!, property => Assert.False(string.IsNullOrEmpty(property.Value.Description), property.Key));
    }

    [Fact]
    public async Task WhoHasItAlreadyIsNotSentItAgain()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer(await server.IssueAsync("viewer"));
        using var first = await client.GetAsync(DescribedApi.Address, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, DescribedApi.Address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    private static IEnumerable<string> Lacks(OpenApiOperation operation, RouteEndpoint endpoint)
    {
        if (string.IsNullOrEmpty(operation.OperationId)) yield return "operation id";
        if (string.IsNullOrEmpty(operation.Summary)) yield return "summary";
        if (string.IsNullOrEmpty(operation.Description)) yield return "description";
        if (operation.Tags is not { Count: > 0 } || operation.Tags.Any(tag => tag.Name == "WebCap")) yield return "tag";
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (string.IsNullOrEmpty(parameter.Description)) yield return $"words for its parameter {parameter.Name}";
        }

        var successes = operation.Responses!.Where(answer => answer.Key.StartsWith('2')).ToArray();
        if (successes.Length == 0 || successes.Any(answer => answer.Key != "204" && answer.Value.Content?.Values.All(content => content.Schema is not null) != true))
            yield return "typed success";
        if (endpoint.RoutePattern.Parameters.Count > 0 && !operation.Responses!.ContainsKey("404")) yield return "404";
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) yield break;
        if (operation.Security is not { Count: > 0 }) yield return "way to sign in";
        if (!operation.Responses!.ContainsKey("401")) yield return "401";
        var isForViewers = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().All(data => data.Policy == Policies.Viewer);
        if (!isForViewers && !operation.Responses.ContainsKey("403")) yield return "403";
    }
}
