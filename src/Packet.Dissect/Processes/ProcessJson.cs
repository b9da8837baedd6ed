using System.Text.Json;
using System.Text.Json.Serialization;

namespace Packet.Dissect.Processes;

/// <summary>Reading code made at build time: the page is trimmed.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SocketNews))]
internal sealed partial class ProcessJson : JsonSerializerContext;
