// What dotnet.js is told to load and how to start: the fields of LoaderConfig and AssetEntry in dotnet/runtime, src/mono/browser/runtime/types.
const coreAssemblies = new Set(["System.Private.CoreLib", "System.Runtime.InteropServices.JavaScript"]);

/**
 * @param {{ main: string, runtimeConfig: object, assemblies: { name: string, file: string }[], native: { module: string, runtime: string, wasm: string } }} parts
 * `file` and the names in `native` are relative to dotnet.js. No integrity hashes: the files come from the page's own origin under names
 * that change with their content, and hashing megabytes would delay the start.
 */
export function bootConfiguration({ main, runtimeConfig, assemblies, native }) {
  // The names are immutable, so the browser's own cache decides; the loader's default would ask the server for each again.
  const entry = ({ name, file }) => ({ virtualPath: `${name}.dll`, name: file, cache: "default" });
  return {
    mainAssemblyName: main,
    resources: {
      jsModuleNative: [{ name: native.module }],
      jsModuleRuntime: [{ name: native.runtime }],
      wasmNative: [{ name: native.wasm, cache: "default" }],
      coreAssembly: assemblies.filter(({ name }) => coreAssemblies.has(name)).map(entry),
      assembly: assemblies.filter(({ name }) => !coreAssemblies.has(name)).map(entry),
    },
    debugLevel: 0,
    globalizationMode: "invariant",
    extensions: { blazor: {} },
    runtimeConfig: { runtimeOptions: { configProperties: runtimeConfig.runtimeOptions.configProperties } },
  };
}
