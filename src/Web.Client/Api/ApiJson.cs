using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebCap.Client.Api;

/// <summary>How the API's types are written and read; generated at build, since the page is trimmed and has no reflection to spare.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AccountInfo))]
[JsonSerializable(typeof(AuditPageInfo))]
[JsonSerializable(typeof(CompiledFilter))]
[JsonSerializable(typeof(CompileRequest))]
[JsonSerializable(typeof(CountersInfo))]
[JsonSerializable(typeof(DeviceInfo))]
[JsonSerializable(typeof(FilterText))]
[JsonSerializable(typeof(IReadOnlyList<InterfaceInfo>))]
[JsonSerializable(typeof(IReadOnlyList<PeerInfo>))]
[JsonSerializable(typeof(IReadOnlyList<RecordingInfo>))]
[JsonSerializable(typeof(IReadOnlyList<SavedFilter>))]
[JsonSerializable(typeof(IReadOnlyList<TokenInfo>))]
[JsonSerializable(typeof(IReadOnlyList<TriggerInfo>))]
[JsonSerializable(typeof(IReadOnlyList<WindowInfo>))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(IReadOnlyList<UploadInfo>))]
[JsonSerializable(typeof(NewSavedFilter))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(NewTrigger))]
[JsonSerializable(typeof(NewWindow))]
[JsonSerializable(typeof(OpenDeviceRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RecordingInfo))]
[JsonSerializable(typeof(SavedFilter))]
[JsonSerializable(typeof(SpaceInfo))]
[JsonSerializable(typeof(StartRecordingRequest))]
[JsonSerializable(typeof(TokenText))]
[JsonSerializable(typeof(TriggerInfo))]
[JsonSerializable(typeof(UploadInfo))]
[JsonSerializable(typeof(WindowInfo))]
internal sealed partial class ApiJson : JsonSerializerContext;
