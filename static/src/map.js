// A map of areas coloured by figures, in step with a select and with words: see docs/components.md.
// Without this script the still picture drawn on the server stands in its place.
import { L, createMap } from './lib/leaflet.js';

const PADDING = [8, 8];

function drawAreas(map, areas, choose) {
  const layers = new Map();
  const shapes = areas.map((area) => L.geoJSON(area.geometry, { className: 'map-area', weight: 1 }));
  map.fitBounds(L.featureGroup(shapes).getBounds(), { padding: PADDING });
  for (const [index, area] of areas.entries()) {
    const layer = shapes[index].addTo(map);
    layer.eachLayer((shape) => {
      shape.getElement().dataset.level = area.level;
    });
    if (area.figure) {
      layer.bindTooltip(area.figure, {
        permanent: true,
        direction: 'center',
        className: 'map-figure',
        interactive: false,
      });
    }
    layer.on('click', () => choose(String(area.id)));
    layers.set(String(area.id), layer);
  }
  return layers;
}

/** What is withheld is dotted, as in the still picture: a pattern cannot come from a style sheet. */
function addDots(map) {
  const pattern = L.SVG.create('pattern');
  const dot = L.SVG.create('circle');
  for (const [name, value] of Object.entries({ id: 'map-dots', width: 6, height: 6, patternUnits: 'userSpaceOnUse' }))
    pattern.setAttribute(name, value);
  for (const [name, value] of Object.entries({ cx: 3, cy: 3, r: 1.1, class: 'map-dot' }))
    dot.setAttribute(name, value);
  pattern.append(dot);
  map.getPane('overlayPane').querySelector('svg').prepend(pattern);
}

function start(figure) {
  const { areas, tiles } = JSON.parse(document.getElementById(figure.dataset.areaMap).textContent);
  const picture = figure.querySelector('[data-map-picture]');
  const choice = figure.querySelector('[data-map-choice]');
  const words = figure.querySelector('[data-map-words]');

  picture.hidden = false;
  figure.querySelector('[data-map-controls]').hidden = false;
  figure.querySelector('[data-map-still]').classList.add('print-only');

  const map = createMap(picture, { tileUrl: tiles, scrollWheelZoom: false, keyboard: false, dragging: !L.Browser.mobile });
  const byId = new Map(areas.map((area) => [String(area.id), area]));
  const layers = drawAreas(map, areas, choose);
  addDots(map);

  function choose(id) {
    for (const [each, layer] of layers) {
      layer.eachLayer((shape) => shape.getElement().toggleAttribute('data-chosen', each === id));
      if (each === id) layer.bringToFront();
    }
    choice.value = id;
    words.textContent = byId.get(id)?.text ?? '';
  }

  choice.addEventListener('change', () => choose(choice.value));
}

document.querySelectorAll('[data-area-map]').forEach(start);
