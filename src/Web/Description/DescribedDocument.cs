using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WebCap.Configuration;
using WebCap.Security;

namespace WebCap.Description;

/// <summary>What stands around the operations: what this is, where it is, how one signs in.</summary>
internal static class DescribedDocument
{
    private const string About =
        "The packets of a machine, over HTTP: BSD packet filter devices with their filters, buffers and counters, what is recorded from them, and " +
        "what keeps them. Each operation names the smallest role it needs as the scope of its security requirement. Every refusal is a problem " +
        "(RFC 9457) with errno and request. Lists are in the order that they name and never change it.";

    /// <summary>Runs once all operations are there.</summary>
    public static Task FrameAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "WebCap", Version = StartCommand.Version, Description = About };
        // Wherever it was fetched from: proxies know the service under names that it does not.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent<IOpenApiSecurityScheme>(AuthenticationSchemes.Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token in each request, for programs: Authorization: Bearer TOKEN.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(AuthenticationSchemes.Cookie, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "WebCap",
            Description = "The cookie that POST /api/session gives a browser. Its name ends in a number that differs from service to service. " +
                "What changes something also needs the site's own Origin.",
        });
        return Task.CompletedTask;
    }
}
