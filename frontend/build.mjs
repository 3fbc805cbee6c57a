// Bundles styles, scripts, fonts and the icon sprite into static files with stable names.
// Hashes are added later by Django's manifest storage, so templates name the files plainly.
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const packages = path.join(here, "node_modules");
const target = path.join(here, "../src/veche/web/static/dist");
// Built aside and put in place at the end: a running site never meets half a build.
const aside = await mkdtemp(path.join(packages, ".build-"));

// "@tabler/..." inside Sass is a package; a relative import stays where it is.
const fromPackages = {
  findFileUrl: (url) => (url.startsWith("@") ? pathToFileURL(path.join(packages, url)) : null),
};

// Every file that came into the bundle, so that its package's licence is shipped with it.
const bundled = new Set();

const sassFiles = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, async ({ path: file }) => {
      const { css, loadedUrls } = await sass.compileAsync(file, { importers: [fromPackages], quietDeps: true });
      loadedUrls.filter((url) => url.protocol === "file:").forEach((url) => bundled.add(fileURLToPath(url)));
      return { contents: css, loader: "css", resolveDir: path.dirname(file) };
    });
  },
};

// `@import "networks"`: the badge.css of every network, wherever its folder is.
const networks = path.join(here, "../src/veche/networks");
const networkStyles = {
  name: "networks",
  setup(build) {
    build.onResolve({ filter: /^networks$/ }, () => ({ path: networks, namespace: "networks" }));
    build.onLoad({ filter: /.*/, namespace: "networks" }, async () => {
      const folders = (await readdir(networks, { withFileTypes: true })).filter((one) => one.isDirectory());
      const files = folders.map((one) => path.join(networks, one.name, "badge.css")).filter(existsSync).sort();
      const sheets = await Promise.all(files.map((file) => readFile(file, "utf8")));
      return { contents: sheets.join("\n"), loader: "css", watchFiles: files };
    });
  },
};

async function sprite() {
  const names = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

async function symbol(name) {
  const file = path.join(packages, "@tabler/icons/icons/outline", `${name}.svg`);
  const source = await readFile(file, "utf8");
  bundled.add(file);
  const shapes = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/<path stroke="none"[^>]*>|\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

// The licences ask for their text in every copy.
async function licences() {
  const inside = [...bundled].map((file) => path.relative(packages, file)).filter((name) => !name.startsWith(".."));
  const names = new Set(inside.map((name) => name.split(path.sep).slice(0, name.startsWith("@") ? 2 : 1).join("/")));
  return (await Promise.all([...names].sort().map(licence))).join("\n\n");
}

async function licence(name) {
  const { author, license, version } = JSON.parse(await readFile(path.join(packages, name, "package.json"), "utf8"));
  const file = (await readdir(path.join(packages, name))).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(path.join(packages, name, file), "utf8") : `Copyright ${author?.name ?? author}`;
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

async function bundle(options) {
  const always = { outdir: aside, bundle: true, minify: true, metafile: true, logLevel: "warning" };
  const { metafile } = await esbuild.build({ ...always, ...options });
  Object.keys(metafile.inputs).forEach((name) => bundled.add(path.resolve(name)));
}

await bundle({
  entryPoints: { app: path.join(here, "css/app.css") },
  target: ["chrome123", "firefox120", "safari17.5"],
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
  plugins: [sassFiles, networkStyles],
});
await bundle({
  entryPoints: { app: path.join(here, "js/app.js"), checking: path.join(here, "js/checking.js") },
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
await writeFile(path.join(aside, "icons.svg"), await sprite());
await writeFile(path.join(aside, "licences.txt"), await licences());
await mkdir(path.dirname(target), { recursive: true });
await rm(target, { recursive: true, force: true });
await chmod(aside, 0o755);
await rename(aside, target);
console.log(`static/dist: ${(await readdir(target)).sort().join(" ")}`);
