using AkkaGrid.Benchmarks.LargeStore;
using BenchmarkDotNet.Running;

if (args is ["large-store", .. var rest])
    return await LargeStoreRun.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(typeof(LargeStoreRun).Assembly).Run(args);
return 0;
