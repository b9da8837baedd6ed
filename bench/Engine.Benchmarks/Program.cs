using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using EngineBenchmarks;

// In this process: a project that BenchmarkDotNet generates would be built under this repository's rules, which it does not keep.
var job = (args.Contains("--short") ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
var config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "webcap-benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(FilterBenchmarks).Assembly).Run([.. args.Where(arg => arg != "--short")], config);
