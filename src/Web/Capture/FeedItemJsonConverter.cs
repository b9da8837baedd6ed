using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebCap.Capture;

/// <summary>A feed item under the JSON hub protocol: one base64 string, as that protocol carries any byte array.</summary>
internal sealed class FeedItemJsonConverter : JsonConverter<FeedItem>
{
    public override FeedItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A feed item is only ever sent.");

    public override void Write(Utf8JsonWriter writer, FeedItem value, JsonSerializerOptions options)
    {
        var whole = ArrayPool<byte>.Shared.Rent(value.LengthBytes);
        try
        {
            value.CopyTo(whole);
            writer.WriteBase64StringValue(whole.AsSpan(0, value.LengthBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
