// Leaflet as our pages want it: Swedish names, no tiles unless the settings name a server, a pin that is
// drawn by CSS, quiet when motion is unwanted. Import from here, and link dist/map.css in the page's head.
import L from 'leaflet';

/** A map in `element`; `tileUrl` may be empty: then only what is drawn on it shows. */
export function createMap(element, { tileUrl = '', attribution = '', ...options } = {}) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: Boolean(attribution),
    zoomAnimation: !still,
    fadeAnimation: !still,
    zoomSnap: 0.25,
    ...options,
  });
  L.control.zoom({ zoomInTitle: 'Zooma in', zoomOutTitle: 'Zooma ut' }).addTo(map);
  if (attribution) map.attributionControl.setPrefix(false);
  if (tileUrl) L.tileLayer(tileUrl, { attribution, maxZoom: 19 }).addTo(map);
  return map;
}

/** A pin at `latLng`, with a name for screen readers. */
export function createPin(latLng, label, options = {}) {
  const icon = L.divIcon({ className: 'map-pin', iconSize: [44, 44], iconAnchor: [22, 40] });
  return L.marker(latLng, { icon, alt: label, title: label, keyboard: true, ...options });
}

export { L };
