// A pin on the map, set in three ways: "Använd min plats", "Markera mitten av kartan" (the map is moved
// by arrow keys or drag), or a tap. In step with the list of areas. Without script the two numbers are
// written by hand; the server decides whether the pin stands in the city.
import { L, createMap, createPin } from './lib/leaflet.js';

const DECIMALS = 5; // one meter
const NEAR = 14;
const NAME = { permanent: true, direction: 'center', className: 'pin-name', interactive: false };
const started = new WeakSet();

function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function featureAt(features, { lat, lng }) {
  const polygons = ({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);
  return features.find((feature) =>
    polygons(feature).some((rings) => contains(rings[0], [lng, lat]) && !rings.slice(1).some((hole) => contains(hole, [lng, lat]))),
  );
}

class PinPicker {
  constructor(element) {
    this.element = element;
    const form = element.closest('form');
    this.area = form.querySelector('[name="area"]');
    this.latitude = form.querySelector('[name="latitude"]');
    this.longitude = form.querySelector('[name="longitude"]');
    this.status = element.querySelector('[data-pin-status]');
  }

  /** The numbers fold away before the map is fetched: never under somebody who is already writing in them. */
  async start() {
    const numbers = this.element.querySelector('[data-pin-numbers]');
    if (!numbers.querySelector('[aria-invalid="true"]')) numbers.open = false;
    const response = await fetch(this.element.dataset.areas).catch(() => null);
    if (!response?.ok) {
      numbers.open = true;
      return;
    }
    this.features = (await response.json()).features;
    this.element.querySelector('[data-pin-map]').hidden = false;
    this.draw();
    this.listen();
  }

  draw() {
    const { tiles, tilesBy } = this.element.dataset;
    this.map = createMap(this.element.querySelector('.map'), { tileUrl: tiles, attribution: tilesBy, scrollWheelZoom: false });
    this.layers = new Map();
    const offered = new Set([...(this.area?.options ?? [])].map((option) => Number(option.value)));
    this.features.forEach((feature) => {
      const layer = L.geoJSON(feature, { className: 'pin-area', weight: 1, interactive: false }).addTo(this.map);
      if (offered.has(feature.id)) layer.bindTooltip(feature.properties.name, NAME);
      this.layers.set(feature.id, layer);
    });
    this.showArea();
    const { value: latitude } = this.latitude;
    if (latitude && this.longitude.value) this.mark(this.typedPlace(), { isNew: false });
  }

  listen() {
    this.map.on('click', (event) => this.set(event.latlng));
    this.area?.addEventListener('change', () => this.showArea());
    for (const field of [this.latitude, this.longitude]) field.addEventListener('change', () => this.mark(this.typedPlace(), { isNew: false }));
    this.element.querySelector('[data-pin-fold]')?.addEventListener('toggle', () => this.unfold());
    this.on('here', () => this.usePosition());
    this.on('middle', () => this.set(this.map.getCenter()));
    this.on('remove', () => this.remove());
  }

  on(name, act) {
    this.element.querySelector(`[data-pin-${name}]`).addEventListener('click', act);
  }

  /** A map in a fold-out has no size until it is opened. */
  unfold() {
    this.map.invalidateSize();
    if (this.pin) this.map.setView(this.pin.getLatLng(), NEAR);
    else this.showArea();
  }

  typedPlace() {
    const [lat, lng] = [this.latitude, this.longitude].map((field) => Number(field.value.replace(',', '.')));
    return Number.isFinite(lat) && Number.isFinite(lng) && lat && lng ? L.latLng(lat, lng) : null;
  }

  /** The areas of the chosen entry: itself, or all in its group when the entry is a whole district. */
  chosen() {
    const option = this.area?.selectedOptions[0];
    const ids = option?.value ? [Number(option.value)] : [];
    const own = ids.filter((id) => this.layers.has(id));
    if (own.length) return own;
    const group = option?.value ? [...option.parentElement.children] : [...(this.area?.options ?? [])];
    const known = group.map((each) => Number(each.value)).filter((id) => this.layers.has(id));
    return known.length ? known : [...this.layers.keys()];
  }

  showArea() {
    const chosen = new Set(this.chosen());
    const isChoice = Boolean(this.area?.value);
    for (const [id, layer] of this.layers) {
      layer.eachLayer((shape) => shape.getElement()?.toggleAttribute('data-chosen', isChoice && chosen.has(id)));
    }
    const bounds = L.featureGroup([...chosen].map((id) => this.layers.get(id))).getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [8, 8], animate: false });
  }

  set(place) {
    this.latitude.value = place.lat.toFixed(DECIMALS);
    this.longitude.value = place.lng.toFixed(DECIMALS);
    this.mark(place, { isNew: true });
    this.latitude.dispatchEvent(new Event('input', { bubbles: true }));
  }

  mark(place, { isNew }) {
    this.pin?.remove();
    if (!place) return;
    const words = this.element.dataset;
    this.pin = createPin(place, words.wordPin, { draggable: true }).addTo(this.map);
    this.pin.on('dragend', () => this.set(this.pin.getLatLng()));
    if (!this.map.getBounds().contains(place)) this.map.setView(place, NEAR);
    const feature = featureAt(this.features, place);
    if (isNew && feature) this.choose(feature.id);
    this.say(feature ? `${words.wordMarked} ${feature.properties.name}.` : words.wordOutside);
  }

  choose(id) {
    const option = this.area && [...this.area.options].find((each) => each.value === String(id));
    if (!option || option.selected) return;
    this.area.value = option.value;
    const center = this.map.getCenter();
    const zoom = this.map.getZoom();
    this.showArea();
    this.map.setView(center, zoom, { animate: false });
  }

  remove() {
    this.pin?.remove();
    this.pin = null;
    this.latitude.value = '';
    this.longitude.value = '';
    this.latitude.dispatchEvent(new Event('input', { bubbles: true }));
    this.say(this.element.dataset.wordRemoved);
  }

  usePosition() {
    const words = this.element.dataset;
    if (!navigator.geolocation) return this.say(words.wordNoPosition);
    this.say(words.wordLooking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.set(L.latLng(coords.latitude, coords.longitude)),
      () => this.say(words.wordNoPosition),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  say(text) {
    this.status.textContent = text;
  }
}

function startAll(root) {
  for (const element of root.querySelectorAll?.('[data-pin]') ?? []) {
    if (started.has(element)) continue;
    started.add(element);
    new PinPicker(element).start();
  }
}

startAll(document);
document.addEventListener('htmx:afterSettle', () => startAll(document));
