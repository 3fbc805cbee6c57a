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

const sassFiles = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, async ({ path: file }) => {
      const { css } = await sass.compileAsync(file, { importers: [fromPackages], quietDeps: true });
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
  const source = await readFile(path.join(packages, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const shapes = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/<path stroke="none"[^>]*>|\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

await esbuild.build({
  entryPoints: { app: path.join(here, "css/app.css") },
  outdir: aside,
  bundle: true,
  minify: true,
  target: ["chrome123", "firefox120", "safari17.5"],
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
  plugins: [sassFiles, networkStyles],
  logLevel: "warning",
});
await esbuild.build({
  entryPoints: { app: path.join(here, "js/app.js"), checking: path.join(here, "js/checking.js") },
  outdir: aside,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
await writeFile(path.join(aside, "icons.svg"), await sprite());
await mkdir(path.dirname(target), { recursive: true });
await rm(target, { recursive: true, force: true });
await chmod(aside, 0o755);
await rename(aside, target);
console.log(`static/dist: ${(await readdir(target)).sort().join(" ")}`);
