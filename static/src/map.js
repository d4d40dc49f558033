// A map of areas coloured by figures, in step with a select and with words: see docs/components.md.
// Without this script the still picture drawn on the server stands in its place.
import { L, createMap } from './lib/leaflet.js';

const BESIDE_BUTTONS = { paddingTopLeft: [56, 8], paddingBottomRight: [8, 8] };

function drawAreas(map, areas, choose) {
  const layers = new Map();
  const shapes = areas.map((area) => L.geoJSON(area.geometry, { className: 'map-area', weight: 1 }));
  map.fitBounds(L.featureGroup(shapes).getBounds(), BESIDE_BUTTONS);
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

/** An SVG element with its attributes. */
function svg(name, attributes) {
  const element = L.SVG.create(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Missing and withheld look as in the still picture: a pattern cannot come from a style sheet. */
function addPatterns(map) {
  const marks = {
    'map-hatched': svg('path', { class: 'map-hatching', d: 'M-1,6l2,2M0,0l7,7M6,-1l2,2' }),
    'map-dotted': svg('circle', { class: 'map-dot', cx: 3.5, cy: 3.5, r: 1.2 }),
  };
  for (const [id, mark] of Object.entries(marks)) {
    const pattern = svg('pattern', { id, width: 7, height: 7, patternUnits: 'userSpaceOnUse' });
    pattern.append(svg('rect', { class: 'map-paper', width: 7, height: 7 }), mark);
    map.getPane('overlayPane').querySelector('svg').prepend(pattern);
  }
}

function start(figure) {
  const { areas, tiles } = JSON.parse(document.getElementById(figure.dataset.areaMap).textContent);
  const picture = figure.querySelector('[data-map-picture]');
  const choice = figure.querySelector('[data-map-choice]');
  const words = figure.querySelector('[data-map-words]');

  picture.hidden = false;
  figure.querySelector('[data-map-controls]').hidden = false;
  figure.querySelector('[data-map-still]').classList.add('print-only');

  const map = createMap(picture, {
    tileUrl: tiles,
    scrollWheelZoom: false,
    keyboard: false, // the select is the way by key
    dragging: !L.Browser.mobile, // one finger scrolls the page
  });
  const byId = new Map(areas.map((area) => [String(area.id), area]));
  const layers = drawAreas(map, areas, choose);
  addPatterns(map);

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
