using System.Diagnostics;
using System.Globalization;
using Bpf.Engine.Filter;
using Bpf.Wire;
using FilterBench;

const int HotFrames = 4096;
const int ColdFrames = 200_000;
(string Name, string Expression)[] filters =
[
    ("ip", "ip"),
    ("port", "tcp port 80"),
    ("host", "tcp port 80 and host 10.0.0.1"),
    ("flags", "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and not src net 192.168.0.0/16"),
    ("list", "port 53 or port 80 or port 443 or port 8080 or port 22 or icmp or arp"),
];

var compiled = Compile(FilterEngine.Jit);
var interpreted = Compile(FilterEngine.Interpreter);
if (!compiled.All(program => program.IsCompiled)) throw new InvalidOperationException("This runtime compiles no filters.");

var bench = new SideBySide(NativeLoops.Compile(compiled));
using (var hot = new Traffic(HotFrames, seed: 1)) Measure(hot, passes: 64, rounds: 41, "");
using (var cold = new Traffic(ColdFrames, seed: 2)) Measure(cold, passes: 1, rounds: 11, "_cold");
return 0;

FilterProgram[] Compile(FilterEngine engine)
{
    // Each filter with other verdicts too, so that there is something to compile; the first in the process is a figure of its own.
    var compiler = new FilterCompiler();
    List<double> milliseconds = [];
    var programs = new FilterProgram[filters.Length];
    for (var snapLength = 262144u; snapLength > 262144 - 10; snapLength--)
    {
        for (var number = 0; number < filters.Length; number++)
        {
            var program = compiler.Compile(filters[number].Expression, LinkType.Ethernet, snapLength).Program!;
            var start = Stopwatch.GetTimestamp();
            program.Use(engine);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            programs[number] ??= program;
        }
    }

    if (engine == FilterEngine.Jit)
    {
        Print("compile_first_ms", milliseconds[0]);
        Print("compile_ms", milliseconds.Order().ElementAt(milliseconds.Count / 2));
    }

    return programs;
}

void Measure(Traffic traffic, int passes, int rounds, string suffix)
{
    var all = new List<Comparison>();
    for (var number = 0; number < filters.Length; number++)
    {
        var name = filters[number].Name;
        var result = bench.Measure(number, compiled[number], interpreted[number], traffic, passes, rounds);
        all.Add(result);
        Print($"{name}_accepted{suffix}", result.AcceptedShare);
        Print($"{name}_libpcap_ns{suffix}", result.LibpcapNs);
        Print($"{name}_interpreter_ns{suffix}", result.InterpreterNs);
        Print($"{name}_native_ns{suffix}", result.NativeNs);
        Print($"{name}_jit_ns{suffix}", result.JitNs);
    }

    Print($"call_ns{suffix}", all.Average(result => result.CallNs));
    for (var number = 0; number < filters.Length; number++) Print($"{filters[number].Name}_jit_vs_libpcap{suffix}", all[number].LibpcapNs / all[number].JitNs);
    Print($"jit_vs_libpcap_without_call{suffix}", Mean(all, result => (result.LibpcapNs - result.CallNs) / result.JitNs));
    Print($"interpreter_vs_libpcap{suffix}", Mean(all, result => result.LibpcapNs / result.InterpreterNs));
    Print($"jit_vs_native{suffix}", Mean(all, result => result.JitNs / result.NativeNs));
    Print($"jit_vs_libpcap{suffix}", Mean(all, result => result.LibpcapNs / result.JitNs));
}

static double Mean(List<Comparison> results, Func<Comparison, double> ratio) => Math.Exp(results.Average(result => Math.Log(ratio(result))));

static void Print(string key, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key}={value:0.00}"));
