using Microsoft.AspNetCore.Http.Metadata;

namespace WebCap.Devices;

/// <summary>The largest body of an endpoint that takes more than the server's usual bound.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
