using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebCap.Description;

/// <summary>Where the generated schemas say something else than the service does.</summary>
internal static class DescribedSchema
{
    public static Task CorrectAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        // The reader takes "1" for 1; nobody should be told to write that.
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0 && (type & JsonSchemaType.String) != 0)
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        // What may be null in a body may also be left out.
        if (context.ParameterDescription is not null && schema.Required is { } required)
        {
            foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable)) required.Remove(property.Name);
        }

        return Task.CompletedTask;
    }
}
