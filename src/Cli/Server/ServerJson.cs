using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebCap.Cli.Server;

/// <summary>What is sent and received, with code made at build time: a program that runs for a moment has no time for reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InterfaceAnswer[]))]
[JsonSerializable(typeof(DeviceAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(CompiledAnswer))]
[JsonSerializable(typeof(OpenQuestion))]
[JsonSerializable(typeof(CompileQuestion))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ServerJson : JsonSerializerContext;
