// Bundles every script and style sheet directly under static/src into static/dist, with fixed names:
// Django's static files storage adds the hashes. Each entry is self-contained (no shared chunks).
import * as esbuild from 'esbuild';
import fs from 'node:fs';

const SOURCE = 'static/src';
const TARGET = 'static/dist';
const entryPoints = fs
  .readdirSync(SOURCE)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => `${SOURCE}/${name}`);

const options = {
  entryPoints,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
  outdir: TARGET,
  entryNames: '[name]',
  assetNames: 'assets/[name]',
  loader: { '.woff2': 'file', '.png': 'file', '.svg': 'file' },
  logLevel: 'warning',
};

function copyStaticParts() {
  fs.copyFileSync(`${SOURCE}/gen/icons.svg`, `${TARGET}/icons.svg`);
  fs.cpSync(`${SOURCE}/images`, `${TARGET}/images`, { recursive: true });
}

fs.rmSync(TARGET, { recursive: true, force: true });
if (process.argv.includes('--watch')) {
  const context = await esbuild.context({ ...options, minify: false, logLevel: 'info' });
  await context.watch();
} else {
  await esbuild.build(options);
}
fs.mkdirSync(TARGET, { recursive: true });
copyStaticParts();
