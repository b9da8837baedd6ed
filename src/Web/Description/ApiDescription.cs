using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace WebCap.Description;

/// <summary>The document, made when it is first asked for and kept: the routes do not change while the service runs.</summary>
internal sealed class ApiDescription([FromKeyedServices(DescriptionSetup.Version)] IOpenApiDocumentProvider provider) : IDisposable
{
    private readonly SemaphoreSlim making = new(1, 1);
    private (byte[] Json, EntityTagHeaderValue Tag)? made;

    /// <summary>The document as JSON, and the tag of exactly these bytes.</summary>
    public async Task<(byte[] Json, EntityTagHeaderValue Tag)> ReadAsync(CancellationToken cancellation)
    {
        await making.WaitAsync(cancellation);
        try
        {
            return made ??= await MakeAsync(cancellation);
        }
        finally
        {
            making.Release();
        }
    }

    public void Dispose() => making.Dispose();

    private async Task<(byte[] Json, EntityTagHeaderValue Tag)> MakeAsync(CancellationToken cancellation)
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellation);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellation);
        var bytes = json.ToArray();
        return (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""));
    }
}
