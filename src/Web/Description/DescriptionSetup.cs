namespace WebCap.Description;

/// <summary>The description of the API (OpenAPI 3.1), made of what the endpoints say of themselves: <see cref="EndpointWords"/>.</summary>
internal static class DescriptionSetup
{
    /// <summary>The version of the API: the document's name and the last part of its address.</summary>
    public const string Version = "v1";

    public static IServiceCollection AddDescription(this IServiceCollection services)
    {
        services.AddSingleton<ApiDescription>();
        return services.AddOpenApi(Version, document =>
        {
            // HEAD is GET without the bytes, and has no words of its own.
            document.ShouldInclude = description => !HttpMethods.IsHead(description.HttpMethod ?? "");
            document.AddDocumentTransformer(DescribedDocument.FrameAsync);
            document.AddDocumentTransformer(CurlSamples.AddAsync);
            document.AddOperationTransformer(DescribedOperation.CompleteAsync);
            document.AddSchemaTransformer(DescribedSchema.CorrectAsync);
        });
    }
}
