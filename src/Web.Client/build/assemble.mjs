// Lays out what the browser downloads: OUTPUT/wwwroot, and OUTPUT/client.endpoints.json, the manifest that ASP.NET Core's MapStaticAssets serves it by.
// Files keep their plain names on disk; a fingerprinted name is a second route to the same file, which may be cached for ever.
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { bootConfiguration } from "./boot-configuration.mjs";

const contentTypes = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};
const alreadyCompressed = new Set([".png", ".woff2"]);
const forever = "max-age=31536000, immutable";
const askEachTime = "no-cache";

const options = await readOptions(process.argv[2]);
const webRoot = join(options.output, "wwwroot");
const assets = await collect();
await removeWhatIsGone();
await Promise.all(assets.map(store));
await writeIfChanged(join(options.output, "client.endpoints.json"), Buffer.from(JSON.stringify(endpointManifest(), null, 1)));

async function readOptions(file) {
  const read = { assembly: [], lib: [], compress: false };
  for (const line of (await readFile(file, "utf8")).split("\n").filter(Boolean)) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(line.trim());
    if (Array.isArray(read[name])) {
      read[name].push(value);
    } else {
      read[name] = value ?? true;
    }
  }
  return read;
}

/** Every asset with its path under wwwroot and its bytes; what names other assets by fingerprint comes after them. */
async function collect() {
  const found = new Map();
  const add = (path, bytes) => {
    const asset = { path, bytes, fingerprint: fingerprintOf(bytes) };
    found.set(path, asset);
    return asset;
  };

  // The extension is neutral because proxies and virus scanners refuse downloads called .dll.
  const assemblies = [];
  for (const file of options.assembly) {
    const name = basename(file, ".dll");
    assemblies.push({ name, asset: add(`_framework/${name}.bin`, await readFile(file)) });
  }
  for (const name of ["dotnet.native.js", "dotnet.runtime.js", "dotnet.native.wasm"]) {
    add(`_framework/${name}`, await readFile(join(options.native, name)));
  }
  const named = (path) => basename(fingerprinted(found.get(path)));
  const configuration = bootConfiguration({
    main: options.main,
    runtimeConfig: JSON.parse(await readFile(options["runtime-config"], "utf8")),
    assemblies: assemblies.map(({ name, asset }) => ({ name, file: basename(fingerprinted(asset)) })),
    native: { module: named("_framework/dotnet.native.js"), runtime: named("_framework/dotnet.runtime.js"), wasm: named("_framework/dotnet.native.wasm") },
  });
  add("_framework/dotnet.js", withConfiguration(await readFile(join(options.native, "dotnet.js"), "utf8"), configuration));
  add("_framework/blazor.webassembly.js", await readFile(options.blazor));
  for (const file of options.lib) {
    add(`lib/${basename(file)}`, withoutSourceMap(await readFile(file, "utf8")));
  }
  for (const file of await readdir(options.page, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) {
      const path = join(file.parentPath, file.name);
      add(relative(options.page, path), await readFile(path));
    }
  }
  const page = found.get("index.html");
  page.bytes = Buffer.from(withFingerprints(page.bytes.toString(), found));
  return [...found.values()];
}

/** The runtime's loader has one place where its configuration goes. */
function withConfiguration(loader, configuration) {
  const place = "/*! dotnetBootConfig */{}";
  if (loader.split(place).length !== 2) {
    throw new Error("dotnet.js has no place for the boot configuration: is it of another .NET version?");
  }
  return Buffer.from(loader.replace(place, () => JSON.stringify(configuration)));
}

/** The maps are not served, so that naming them would only make developer tools ask in vain. */
function withoutSourceMap(script) {
  return Buffer.from(script.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
}

/** `css/app#[.{fingerprint}].css` becomes `css/app.4f1c….css`. A line that names `*` is repeated for every asset that fits. */
function withFingerprints(html, found) {
  const named = /([\w./*-]+)#\[\.\{fingerprint\}\]([\w.]+)/;
  return html.replace(/^.*#\[\.\{fingerprint\}\].*\n/gm, (line) => {
    const [, stem, ending] = named.exec(line);
    const fits = stem.endsWith("*")
      ? [...found.values()].filter(({ path }) => path.startsWith(stem.slice(0, -1)) && path.endsWith(ending))
      : [found.get(stem + ending)];
    if (fits.length === 0 || !fits[0]) {
      throw new Error(`index.html names ${stem}${ending}, which is not there.`);
    }
    return fits.map((asset) => line.replace(named, () => fingerprinted(asset))).join("");
  });
}

function fingerprintOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}

function fingerprinted({ path, fingerprint }) {
  const name = basename(path);
  // signalr.min.js: the fingerprint goes before .min.js, as in the page.
  const ending = name.endsWith(".min.js") ? ".min.js" : extname(name);
  return join(dirname(path), `${name.slice(0, -ending.length)}.${fingerprint}${ending}`);
}

/** Writes the asset and its compressed forms; bytes that are there already are left, so that a second build costs next to nothing. */
async function store(asset) {
  const file = join(webRoot, asset.path);
  asset.tag = createHash("sha256").update(asset.bytes).digest("base64");
  asset.forms = [{ file: asset.path, length: asset.bytes.length }];
  const changed = await writeIfChanged(file, asset.bytes);
  asset.written = (await stat(file)).mtime.toUTCString();
  if (!options.compress || alreadyCompressed.has(extname(asset.path))) {
    return;
  }
  for (const [encoding, extension, compress] of [["br", ".br", brotli], ["gzip", ".gz", gzip]]) {
    if (changed || !(await exists(file + extension))) {
      await writeFile(file + extension, await compress(asset.bytes));
    }
    const { size } = await stat(file + extension);
    if (size < asset.bytes.length) {
      asset.forms.push({ encoding, file: asset.path + extension, length: size });
    }
  }
}

function brotli(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return promisify(zlib.brotliCompress)(bytes, { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

function gzip(bytes) {
  return promisify(zlib.gzip)(bytes, { level: 9 });
}

async function removeWhatIsGone() {
  await mkdir(webRoot, { recursive: true });
  const kept = new Set(assets.flatMap(({ path }) => (options.compress ? [path, path + ".br", path + ".gz"] : [path])));
  for (const file of await readdir(webRoot, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && !kept.has(relative(webRoot, path))) {
      await rm(path);
    }
  }
}

async function writeIfChanged(file, bytes) {
  if ((await exists(file)) && (await readFile(file)).equals(bytes)) {
    return false;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  return true;
}

async function exists(file) {
  return stat(file).then(() => true, (error) => {
    if (error.code === "ENOENT") {
      return false;
    }
    throw error;
  });
}

/** One endpoint a route and form. The page itself also answers every address that is a page of the client: see ClientEndpoints.cs. */
function endpointManifest() {
  const endpoints = [];
  for (const asset of assets) {
    const routes = asset.path === "index.html" ? ["", "index.html", "{**page:nonfile}"] : [asset.path];
    for (const form of asset.forms) {
      routes.forEach((route) => endpoints.push(endpoint(route, asset, form, askEachTime)));
      if (asset.path !== "index.html") {
        endpoints.push(endpoint(fingerprinted(asset), asset, form, forever));
      }
    }
  }
  endpoints.sort((one, other) => (one.Route < other.Route ? -1 : one.Route > other.Route ? 1 : 0));
  return { Version: 1, ManifestType: "Publish", Endpoints: endpoints };
}

function endpoint(route, asset, form, caching) {
  const headers = {
    "Cache-Control": caching,
    "Content-Length": String(form.length),
    "Content-Type": contentTypeOf(asset.path),
    // Two forms of one file are two representations, and each has a tag of its own.
    ETag: `"${asset.tag}${form.encoding ? "-" + form.encoding : ""}"`,
    "Last-Modified": asset.written,
    Vary: "Accept-Encoding",
  };
  if (form.encoding) {
    headers["Content-Encoding"] = form.encoding;
  }
  return {
    Route: route,
    AssetFile: form.file,
    // Where a browser takes several with equal weight, the smallest wins.
    Selectors: form.encoding ? [{ Name: "Content-Encoding", Value: form.encoding, Quality: (1 / (form.length + 1)).toFixed(12) }] : [],
    EndpointProperties: [],
    ResponseHeaders: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
  };
}

function contentTypeOf(path) {
  const type = contentTypes[extname(path)];
  if (!type) {
    throw new Error(`${path} has no content type in build/assemble.mjs.`);
  }
  return type;
}
