using System.Text.Json;

namespace WebCap.Client.Api;

/// <summary>
/// The OpenAPI document of the service, as far as people read it: operations with their parameters, bodies and answers, schemas written out where they
/// are used. What is not there, or is not what it should be, is left out; it comes from a server that may be newer than this page.
/// </summary>
public sealed record ApiDescription(string Version, string Words, IReadOnlyList<DescribedOperation> Operations, IReadOnlyList<DescribedField> Problem)
{
    // Deep enough for every schema there is; one that holds itself ends somewhere.
    private const int MaxDepth = 4;

    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ApiDescription Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var operations =
            from path in Properties(At(root, "paths"))
            from operation in Properties(path.Value)
            where Methods.Contains(operation.Name, StringComparer.Ordinal)
            select ReadOperation(root, path.Name, operation.Name, operation.Value);
        return new ApiDescription(
            Text(At(root, "info"), "version"),
            Text(At(root, "info"), "description"),
            [.. operations],
            Fields(root, At(root, "components", "schemas", "ProblemView")));
    }

    private static DescribedOperation ReadOperation(JsonElement root, string path, string method, JsonElement operation) => new(
        Text(operation, "operationId"),
        method.ToUpperInvariant(),
        path,
        Items(At(operation, "tags")).Select(tag => tag.ToString()).FirstOrDefault() ?? "",
        Text(operation, "summary"),
        Text(operation, "description"),
        Items(At(operation, "security")).SelectMany(Properties).SelectMany(scheme => Items(scheme.Value)).Select(scope => scope.ToString()).FirstOrDefault(),
        [.. Items(At(operation, "parameters")).Select(parameter => ReadParameter(root, parameter))],
        ReadContent(root, At(operation, "requestBody")),
        [.. Properties(At(operation, "responses")).Select(answer => new DescribedAnswer(
            answer.Name,
            Text(answer.Value, "description"),
            ReadContent(root, answer.Value),
            [.. Properties(At(answer.Value, "headers")).Select(header => new DescribedField(header.Name, "header", Text(header.Value, "description")))]))],
        [.. Items(At(operation, "x-codeSamples")).Select(sample => Text(sample, "source"))]);

    private static DescribedField ReadParameter(JsonElement root, JsonElement parameter)
    {
        var isRequired = At(parameter, "required") is { ValueKind: JsonValueKind.True };
        var type = TypeOf(root, At(parameter, "schema")).Replace(" or null", "", StringComparison.Ordinal);
        return new DescribedField(Text(parameter, "name"), $"{Text(parameter, "in")}, {type}{(isRequired ? "" : ", optional")}", Text(parameter, "description"));
    }

    private static DescribedContent? ReadContent(JsonElement root, JsonElement holder)
    {
        var forms = Properties(At(holder, "content")).ToArray();
        if (forms.Length == 0) return null;
        var schema = At(forms[0].Value, "schema");
        return new DescribedContent([.. forms.Select(form => form.Name)], TypeOf(root, schema), Text(holder, "description"), Fields(root, schema));
    }

    // The fields of a schema, those of what it holds behind it.
    private static List<DescribedField> Fields(JsonElement root, JsonElement schema)
    {
        List<DescribedField> fields = [];
        Add(schema, "", 0);
        return fields;

        void Add(JsonElement each, string prefix, int depth)
        {
            var shape = Resolve(root, each);
            if (At(shape, "items") is { ValueKind: JsonValueKind.Object } items)
            {
                Add(items, depth == 0 && prefix.Length == 0 ? "" : prefix.TrimEnd('.') + "[].", depth);
                return;
            }

            if (depth >= MaxDepth) return;
            foreach (var property in Properties(At(shape, "properties")))
            {
                fields.Add(new DescribedField(prefix + property.Name, TypeOf(root, property.Value), WordsOf(root, property.Value)));
                Add(property.Value, $"{prefix}{property.Name}.", depth + 1);
            }
        }
    }

    private static string WordsOf(JsonElement root, JsonElement schema) => Text(schema, "description") is { Length: > 0 } own ? own : Text(Resolve(root, schema), "description");

    private static string TypeOf(JsonElement root, JsonElement schema)
    {
        var isNullable = IsNull(schema) || Items(At(schema, "oneOf")).Any(IsNull);
        var shape = Resolve(root, schema);
        var names = Names(shape).Where(name => name != "null").ToArray();
        isNullable |= Names(shape).Contains("null");
        var name = names is ["array"] ? $"list of {TypeOf(root, At(shape, "items"))}"
            : Text(shape, "format") is "binary" ? "bytes"
            : Items(At(shape, "enum")).Select(value => value.ToString()).ToArray() is { Length: > 0 } values ? string.Join(" or ", values)
            : Text(shape, "format") is "date-time" ? "moment (RFC 3339)"
            : names.Length > 0 ? string.Join(" or ", names)
            : "anything";
        return isNullable ? name + " or null" : name;
    }

    private static bool IsNull(JsonElement schema) => Names(schema) is ["null"];

    private static string[] Names(JsonElement schema) => At(schema, "type") switch
    {
        { ValueKind: JsonValueKind.String } name => [name.ToString()],
        { ValueKind: JsonValueKind.Array } names => [.. Items(names).Select(name => name.ToString())],
        _ => [],
    };

    // What a reference names, and what a choice offers beside null.
    private static JsonElement Resolve(JsonElement root, JsonElement schema)
    {
        for (var turn = 0; turn < MaxDepth; turn++)
        {
            if (Text(schema, "$ref") is { Length: > 0 } reference) schema = At(root, "components", "schemas", reference[(reference.LastIndexOf('/') + 1)..]);
            else if (Items(At(schema, "oneOf")).FirstOrDefault(choice => !IsNull(choice)) is { ValueKind: JsonValueKind.Object } chosen) schema = chosen;
            else break;
        }

        return schema;
    }

    private static JsonElement At(JsonElement element, params ReadOnlySpan<string> way)
    {
        foreach (var name in way)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }

        return element;
    }

    private static string Text(JsonElement element, string name) => At(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static IEnumerable<JsonProperty> Properties(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) yield break;
        foreach (var property in element.EnumerateObject()) yield return property;
    }

    private static IEnumerable<JsonElement> Items(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array) yield break;
        foreach (var item in element.EnumerateArray()) yield return item;
    }
}
