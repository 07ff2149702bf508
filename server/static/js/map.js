// A map of the places in a list: each item has data-shape (GeoJSON) and its own words, which the popup shows.
"use strict";

(() => {
  const CELL = 44; // pixels; markers nearer than this become one that counts
  const MOST_ZOOM = 10;

  for (const holder of document.querySelectorAll("[data-map]")) start(holder);

  async function start(holder) {
    const list = document.getElementById(holder.dataset.map);
    const items = [...list.querySelectorAll("[data-shape]")].map((element) => ({
      element, shape: JSON.parse(element.dataset.shape), label: element.dataset.label,
    }));
    if (!items.length || typeof L === "undefined") return;
    holder.hidden = false;
    const map = L.map(holder, { maxZoom: MOST_ZOOM, minZoom: 1, worldCopyJump: true, zoomSnap: 0.5, attributionControl: false, scrollWheelZoom: false });
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", "Map of what the list below it holds");
    // The wheel scrolls the page until somebody has turned to the map.
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    L.control.scale({ imperial: false }).addTo(map);
    const layer = L.layerGroup().addTo(map);
    const draw = () => drawItems(map, layer, items.filter(({ element }) => !element.hidden && !element.closest("[hidden]")));
    map.fitBounds(boundsOf(items), { padding: [40, 40], maxZoom: 6 });
    map.on("zoomend", draw);
    list.addEventListener("filtered", draw);
    draw();
    await drawStates(map, holder.dataset.base);
  }

  function boundsOf(items) {
    const bounds = L.latLngBounds([]);
    for (const { shape } of items) bounds.extend(L.geoJSON(shape).getBounds());
    return bounds.isValid() ? bounds : L.latLngBounds([[-50, -120], [65, 150]]);
  }

  // States and their names, from the file that the server ships.
  async function drawStates(map, url) {
    const answer = await fetch(url);
    if (!answer.ok) return;
    const world = await answer.json();
    const states = topojson.feature(world, world.objects.countries);
    // A ring round the pole has no inside on this projection; nobody lives there.
    states.features = states.features.filter(({ properties }) => properties.name !== "Antarctica");
    for (const { geometry } of states.features) joinAtDateLine(geometry);
    map.createPane("states").style.zIndex = 200;
    L.geoJSON(states, { pane: "states", interactive: false, style: { className: "state", weight: 1 } }).addTo(map);
    map.createPane("names").style.zIndex = 250;
    const names = states.features.map(nameOf).filter(Boolean).sort((a, b) => b.size - a.size);
    const layer = L.layerGroup().addTo(map);
    const draw = () => drawNames(map, layer, names);
    map.on("moveend", draw);
    draw();
  }

  // Where a coast crosses the 180th meridian its longitudes jump; going on past 180 keeps it in one piece.
  function joinAtDateLine(geometry) {
    const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    for (const ring of polygons.flat()) {
      for (let place = 1; place < ring.length; place++) {
        const jump = ring[place][0] - ring[place - 1][0];
        if (Math.abs(jump) > 180) ring[place] = [ring[place][0] - 360 * Math.sign(jump), ring[place][1]];
      }
    }
  }

  // A state's name stands in the middle of its largest part.
  function nameOf({ geometry, properties }) {
    const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    const boxes = parts.map(([ring]) => L.latLngBounds(ring.map(([lon, lat]) => [lat, lon])));
    const size = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
    const box = boxes.reduce((best, each) => (size(each) > size(best) ? each : best));
    return { name: properties.name, at: box.getCenter(), size: size(box), box };
  }

  // Larger states first; a name that would not fit into its state, or touch another name, is left out.
  function drawNames(map, layer, names) {
    layer.clearLayers();
    const taken = [];
    for (const { name, at, box } of names) {
      if (!map.getBounds().contains(at)) continue;
      const point = map.latLngToContainerPoint(at);
      const half = name.length * 3.4 + 4;
      const width = map.latLngToContainerPoint(box.getNorthEast()).x - map.latLngToContainerPoint(box.getSouthWest()).x;
      if (width < half * 1.7) continue;
      if (taken.some((each) => Math.abs(each.x - point.x) < each.half + half && Math.abs(each.y - point.y) < 15)) continue;
      taken.push({ x: point.x, y: point.y, half });
      const text = document.createElement("span");
      text.textContent = name;
      L.marker(at, { pane: "names", interactive: false, keyboard: false, icon: L.divIcon({ className: "state-name", html: text, iconSize: null }) }).addTo(layer);
    }
    for (const each of document.querySelectorAll(".state-name")) each.setAttribute("aria-hidden", "true");
  }

  function drawItems(map, layer, items) {
    layer.clearLayers();
    const cells = new Map();
    for (const item of items) {
      if (item.shape.type !== "Point") {
        L.geoJSON(item.shape, { interactive: false, style: { className: "area", weight: 2 } }).addTo(layer);
      }
      const at = L.geoJSON(item.shape).getBounds().getCenter();
      const { x, y } = map.project(at, map.getZoom());
      const key = `${Math.round(x / CELL)}:${Math.round(y / CELL)}`;
      cells.set(key, [...(cells.get(key) ?? []), { ...item, at }]);
    }
    for (const group of cells.values()) addMarker(map, layer, group);
  }

  function addMarker(map, layer, group) {
    const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;
    const at = L.latLng(mean(group.map((item) => item.at.lat)), mean(group.map((item) => item.at.lng)));
    const text = document.createElement("span");
    text.textContent = group.length > 1 ? String(group.length) : "";
    const size = group.length > 1 ? 26 + Math.min(Math.log2(group.length) * 3, 16) : 18;
    const marker = L.marker(at, { icon: L.divIcon({ className: group.length > 1 ? "pin several" : "pin", html: text, iconSize: [size, size] }) });
    marker.bindPopup(() => popup(map, group), { maxWidth: 280, maxHeight: 260 });
    marker.addTo(layer);
    const names = [...new Set(group.map((item) => item.label))];
    const told = names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
    marker.getElement().setAttribute("aria-label", group.length > 1 ? `${group.length} here: ${told}` : told);
  }

  function popup(map, group) {
    const list = document.createElement("ul");
    list.className = "popup";
    for (const { element } of group.slice(0, 20)) {
      const item = document.createElement("li");
      item.append(...[...(element.querySelector("[data-popup]") ?? element).childNodes].map((node) => node.cloneNode(true)));
      list.append(item);
    }
    if (group.length > 20) {
      const rest = document.createElement("li");
      rest.textContent = `and ${group.length - 20} more, in the table below`;
      list.append(rest);
    }
    return list;
  }
})();
