using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Description;

/// <summary>What follows from an endpoint's policies, body and words, added to what is generated: who may call it and what it refuses.</summary>
internal static class DescribedOperation
{
    private const string ProblemType = "application/problem+json";
    private const string ProblemName = nameof(ProblemView);

    public static async Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(ProblemName) != true)
            document.AddComponent(ProblemName, await context.GetOrCreateSchemaAsync(typeof(ProblemView), null, cancellation));

        foreach (var parameter in metadata.OfType<DescribedParameter>())
        {
            foreach (var named in operation.Parameters?.OfType<OpenApiParameter>().Where(each => each.Name == parameter.Name) ?? []) named.Description = parameter.Words;
        }

        if (metadata.OfType<DescribedBody>().LastOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = body.Words,
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [body.ContentType] = new() { Schema = Bytes } },
            };
        }

        operation.Responses ??= [];
        foreach (var form in metadata.OfType<DescribedForm>())
        {
            if (operation.Responses.TryGetValue("200", out var answer) && answer is OpenApiResponse { Content: { } content })
                content[form.ContentType] = new OpenApiMediaType { Schema = form.IsBinary ? Bytes : new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        foreach (var header in metadata.OfType<DescribedHeader>())
        {
            foreach (var answer in operation.Responses.Where(answer => answer.Key is "200" or "206").Select(answer => answer.Value).OfType<OpenApiResponse>())
            {
                answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
                answer.Headers[header.Name] = new OpenApiHeader { Description = header.Words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }

        if (RoleOf(metadata) is { } role)
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(AuthenticationSchemes.Bearer, document)] = [role] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(AuthenticationSchemes.Cookie, document)] = [role] },
            ];
        }

        foreach (var refusals in Refusals(context.Description.HttpMethod, operation, metadata).GroupBy(refusal => refusal.Status).OrderBy(group => group.Key))
        {
            operation.Responses[refusals.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(' ', refusals.GroupBy(refusal => refusal.Errno, refusal => refusal.When)
                    .Select(reasons => $"{reasons.Key}: {string.Join(' ', reasons.Distinct())}")),
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemType] = new() { Schema = new OpenApiSchemaReference(ProblemName, document) } },
            };
        }

        foreach (var (status, answer) in operation.Responses)
        {
            if (string.IsNullOrEmpty(answer.Description)) answer.Description = ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture));
        }
    }

    private static OpenApiSchema Bytes => new() { Type = JsonSchemaType.String, Format = "binary" };

    // Policies add up, and the strictest decides. Whether a token may download is no role; operators may unless theirs says otherwise.
    private static string? RoleOf(IList<object> metadata)
    {
        if (metadata.OfType<IAllowAnonymous>().Any()) return null;
        var policies = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).ToArray();
        return policies.Contains(Policies.Administrator) ? Roles.Administrator
            : policies.Contains(Policies.Operator) ? Roles.Operator
            : policies.Contains(Policies.Download) ? "download"
            : Roles.Viewer;
    }

    private static IEnumerable<DescribedRefusal> Refusals(string? method, OpenApiOperation operation, IList<object> metadata)
    {
        yield return Http(StatusCodes.Status400BadRequest, "The address, a header or the body is not what is expected here.");
        var role = RoleOf(metadata);
        if (role is not null) yield return Http(StatusCodes.Status401Unauthorized, "Nobody is signed in, or the token is not valid any more.");
        if (role == "download") yield return Http(StatusCodes.Status403Forbidden, "The token may not take packets away as files.");
        else if (role is not (null or Roles.Viewer)) yield return Http(StatusCodes.Status403Forbidden, $"It needs the role {role}.");
        if (method != HttpMethods.Get) yield return Http(StatusCodes.Status403Forbidden, "The request comes from another site.");
        if (operation.RequestBody is not null) yield return Http(StatusCodes.Status413PayloadTooLarge, "The body is longer than allowed.");
        if (operation.RequestBody?.Content?.ContainsKey("application/json") == true)
            yield return Http(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON: Content-Type: application/json.");
        if (metadata.OfType<EnableRateLimitingAttribute>().Any()) yield return Http(StatusCodes.Status429TooManyRequests, "Too many at once or in a minute.");
        foreach (var refusal in metadata.OfType<DescribedRefusal>()) yield return refusal;
    }

    private static DescribedRefusal Http(int status, string when) => new(status, HttpProblem.ErrnoOf(status).ToString(), when);
}
