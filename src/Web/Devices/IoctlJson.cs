using System.Text.Json;
using Bpf.Engine.Device.Ioctl;
using Bpf.Engine.Filter;

namespace WebCap.Devices;

/// <summary>
/// A request's argument and answer as JSON: numbers and flags are numbers, names texts, times <c>{ "seconds": 1, "microseconds": 0 }</c>, and a
/// program is a list of <c>{ "code": 6, "jt": 0, "jf": 0, "k": 262144 }</c> or the text of one as tcpdump -d, -dd or -ddd prints it.
/// </summary>
internal static class IoctlJson
{
    /// <summary>The argument; what cannot be one is an <see cref="IoctlValue.Malformed"/>, which the device refuses in its turn.</summary>
    public static IoctlValue? Parse(JsonElement value, IoctlKind kind, int maxInstructions)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        return kind switch
        {
            IoctlKind.Number or IoctlKind.Capacity when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) => new IoctlValue.Number(number),
            IoctlKind.Flag when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) => new IoctlValue.Number(number),
            IoctlKind.Flag when value.ValueKind is JsonValueKind.True or JsonValueKind.False => new IoctlValue.Number(value.GetBoolean() ? 1 : 0),
            IoctlKind.Name when value.ValueKind == JsonValueKind.String => new IoctlValue.Name(value.GetString()!),
            IoctlKind.Time when value.ValueKind == JsonValueKind.Object => ParseTime(value),
            IoctlKind.Program when value.ValueKind == JsonValueKind.String => ParseText(value.GetString()!),
            IoctlKind.Program when value.ValueKind == JsonValueKind.Array => ParseInstructions(value, maxInstructions),
            _ => new IoctlValue.Malformed(null),
        };
    }

    /// <summary>The answer, null for none.</summary>
    public static object? Format(IoctlValue? value) => value switch
    {
        IoctlValue.Number number => number.Value,
        IoctlValue.Name name => name.Text,
        IoctlValue.Time time => new { time.Seconds, time.Microseconds },
        IoctlValue.Statistics books => new { books.Received, books.Dropped, books.Captured },
        IoctlValue.Version version => new { version.Major, version.Minor },
        IoctlValue.LinkTypes types => new { types.Count, types.List },
        _ => null,
    };

    private static IoctlValue ParseTime(JsonElement value)
    {
        long seconds = 0, microseconds = 0;
        foreach (var field in value.EnumerateObject())
        {
            var isNumber = field.Value.ValueKind == JsonValueKind.Number;
            if (field.NameEquals("seconds") && isNumber && field.Value.TryGetInt64(out seconds)) continue;
            if (field.NameEquals("microseconds") && isNumber && field.Value.TryGetInt64(out microseconds)) continue;
            return new IoctlValue.Malformed("A time is { \"seconds\": 1, \"microseconds\": 500000 }, in whole numbers.");
        }

        return new IoctlValue.Time(seconds, microseconds);
    }

    // No text is no program, which clears, as a list without entries does.
    private static IoctlValue ParseText(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new IoctlValue.Program([]);
        return Assembler.TryAssemble(text, out var instructions, out var error)
            ? new IoctlValue.Program(instructions)
            : new IoctlValue.Malformed($"The program cannot be read: {error}.");
    }

    private static IoctlValue ParseInstructions(JsonElement list, int maxInstructions)
    {
        var instructions = new Instruction[list.GetArrayLength()];
        // Too long whatever is in it [IOCTL-5].
        if (instructions.Length > maxInstructions) return new IoctlValue.Program(instructions);
        for (var i = 0; i < instructions.Length; i++)
        {
            if (!TryParse(list[i], out instructions[i]))
                return new IoctlValue.Malformed($"Instruction {i} is not {{ \"code\": 0 to 65535, \"jt\": 0 to 255, \"jf\": 0 to 255, \"k\": 0 to 4294967295 }}.");
        }

        return new IoctlValue.Program(instructions);
    }

    // What is left out is 0, as in the many instructions that do not jump.
    private static bool TryParse(JsonElement element, out Instruction instruction)
    {
        instruction = default;
        if (element.ValueKind != JsonValueKind.Object) return false;
        foreach (var field in element.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Number) return false;
            if (field.NameEquals("code") && field.Value.TryGetUInt16(out var code)) instruction = instruction with { Code = code };
            else if (field.NameEquals("jt") && field.Value.TryGetByte(out var jumpTrue)) instruction = instruction with { JumpTrue = jumpTrue };
            else if (field.NameEquals("jf") && field.Value.TryGetByte(out var jumpFalse)) instruction = instruction with { JumpFalse = jumpFalse };
            else if (field.NameEquals("k") && field.Value.TryGetUInt32(out var k)) instruction = instruction with { K = k };
            else return false;
        }

        return element.TryGetProperty("code", out _);
    }
}
