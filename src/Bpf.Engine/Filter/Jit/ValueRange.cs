using System.Numerics;

namespace Bpf.Engine.Filter.Jit;

/// <summary>What is known about a register: it is between two numbers, both included, both unsigned. Equal ends are a constant.</summary>
internal readonly record struct ValueRange(uint Low, uint High)
{
    /// <summary>Nothing is known.</summary>
    public static readonly ValueRange Any = new(0, uint.MaxValue);

    /// <summary>Exactly <paramref name="value"/>.</summary>
    public ValueRange(uint value)
        : this(value, value)
    {
    }

    /// <summary>There is one possible value.</summary>
    public bool IsConstant => Low == High;

    /// <summary>What is known where two paths meet.</summary>
    public ValueRange Join(ValueRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>
    /// The result of an arithmetic instruction, named by its form with a constant operand. The operand is one that has a result: not 0 for a
    /// division, below 32 for a shift. Where a result may wrap around, nothing is known.
    /// </summary>
    public static ValueRange Of(StepCode operation, ValueRange a, ValueRange operand)
    {
        if (a.IsConstant && operand.IsConstant) return new(Exact(operation, a.Low, operand.Low));
        var (low, high) = (operand.Low, operand.High);
        return operation switch
        {
            StepCode.Add => Fit((ulong)a.Low + low, (ulong)a.High + high),
            StepCode.Subtract => a.Low >= high ? new(a.Low - high, a.High - low) : Any,
            StepCode.Multiply => Fit((ulong)a.Low * low, (ulong)a.High * high),
            StepCode.Divide => new(a.Low / high, a.High / low),
            StepCode.Modulo => a.High < low ? a : new(0, Math.Min(a.High, high - 1)),
            StepCode.Or => new(Math.Max(a.Low, low), Ones(a.High | high)),
            StepCode.And => new(0, Math.Min(a.High, high)),
            StepCode.Xor => new(0, Ones(a.High | high)),
            StepCode.ShiftLeft => Fit((ulong)a.Low << (int)low, (ulong)a.High << (int)high),
            StepCode.ShiftRight => new(a.Low >> (int)high, a.High >> (int)low),
            _ => Any,
        };
    }

    private static uint Exact(StepCode operation, uint a, uint operand) => operation switch
    {
        StepCode.Add => a + operand,
        StepCode.Subtract => a - operand,
        StepCode.Multiply => a * operand,
        StepCode.Divide => a / operand,
        StepCode.Modulo => a % operand,
        StepCode.Or => a | operand,
        StepCode.And => a & operand,
        StepCode.Xor => a ^ operand,
        StepCode.ShiftLeft => a << (int)operand,
        StepCode.ShiftRight => a >> (int)operand,
        _ => 0 - a,
    };

    private static ValueRange Fit(ulong low, ulong high) => high <= uint.MaxValue ? new((uint)low, (uint)high) : Any;

    /// <summary>All bits up to the highest that is set.</summary>
    private static uint Ones(uint value) => value == 0 ? 0 : uint.MaxValue >> BitOperations.LeadingZeroCount(value);
}
