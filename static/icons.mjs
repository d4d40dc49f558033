// Builds one SVG sprite of only the icons that static/icons.json names, from lucide-static.
import fs from 'node:fs';

const SOURCE = 'node_modules/lucide-static/icons';
const TARGET = 'static/src/gen/icons.svg';
const STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

function symbol(name) {
  const svg = fs.readFileSync(`${SOURCE}/${name}.svg`, 'utf8');
  const drawing = svg
    .replace(/<!--.*?-->/gs, '')
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" ${STROKE}>${drawing}</symbol>`;
}

const names = JSON.parse(fs.readFileSync('static/icons.json', 'utf8'));
const missing = names.filter((name) => !fs.existsSync(`${SOURCE}/${name}.svg`));
if (missing.length) {
  throw new Error(`static/icons.json names icons that lucide-static does not have: ${missing.join(', ')}`);
}
fs.mkdirSync('static/src/gen', { recursive: true });
fs.writeFileSync(TARGET, `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('\n')}</svg>\n`);
