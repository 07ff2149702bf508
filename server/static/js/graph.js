// A drawing of the connections in a list: each item has data-source, data-target (IRIs) and data-label. The list stays
// beside it, for those who cannot see or click the drawing.
"use strict";

(() => {
  const MOST_NODES = 60;
  const LONGEST_LABEL = 38;

  for (const holder of document.querySelectorAll("[data-graph]")) start(holder);

  function start(holder) {
    const list = document.getElementById(holder.dataset.graph);
    if (!list || typeof cytoscape === "undefined") return;
    const elements = elementsOf(list);
    if (!elements.nodes.length) return;
    holder.hidden = false;
    const legend = document.getElementById("graph-legend");
    if (legend) legend.hidden = false;
    holder.setAttribute("role", "img");
    holder.setAttribute("aria-label", "Drawing of the connections that the list names");
    const graph = cytoscape({
      container: holder, elements, style: style(), minZoom: 0.3, maxZoom: 2.5, boxSelectionEnabled: false,
      userZoomingEnabled: false,
      // On a touch screen a drag scrolls the page, not the drawing.
      userPanningEnabled: !window.matchMedia("(pointer: coarse)").matches,
    });
    arrange(graph, holder.dataset.centre);
    // The wheel scrolls the page until somebody has clicked into the drawing.
    graph.on("tap", () => graph.userZoomingEnabled(true));
    holder.addEventListener("mouseleave", () => graph.userZoomingEnabled(false));
    graph.on("tap", "node", (event) => chosen(holder, graph, event.target));
    const restyle = () => graph.style(style());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
    document.addEventListener("themechange", restyle);
    addButtons(holder, list, graph);
  }

  function elementsOf(list) {
    const nodes = new Map();
    const edges = [];
    for (const item of list.querySelectorAll("[data-source]")) {
      const { source, target, label } = item.dataset;
      const names = item.querySelectorAll("[data-node]");
      for (const each of names) nodes.set(each.dataset.node, { id: each.dataset.node, label: shortened(each.textContent), family: each.dataset.family ?? familyOf(each) });
      edges.push({ data: { id: `${source} ${label} ${target}`, source, target, label } });
    }
    const drawn = new Set([...nodes.keys()].slice(0, MOST_NODES));
    return {
      nodes: [...nodes.values()].filter((node) => drawn.has(node.id)).map((data) => ({ data })),
      edges: edges.filter(({ data }) => drawn.has(data.source) && drawn.has(data.target)),
    };
  }

  // The list has the whole of a long name.
  function shortened(text) {
    const whole = text.trim();
    return whole.length > LONGEST_LABEL ? `${whole.slice(0, LONGEST_LABEL - 1).trimEnd()}…` : whole;
  }

  // The address of a thing's page begins with its family.
  function familyOf(element) {
    const [, first] = (element.querySelector("a")?.getAttribute("href") ?? "").match(/^\/([a-z]+)\//) ?? [];
    return first ? first[0].toUpperCase() + first.slice(1) : "";
  }

  // Each connected part has what is most connected in the middle, and around it what is one, two, … steps away.
  function arrange(graph, centre) {
    graph.nodes().removeClass("centre");
    const parts = graph.elements().components().sort((a, b) => b.nodes().length - a.nodes().length);
    for (const part of parts) {
      const given = part.nodes().filter((node) => node.id() === centre);
      const middle = given.length ? given[0] : part.nodes().max((node) => node.degree(false)).ele;
      if (given.length || !centre) middle.addClass("centre");
      const steps = part.dijkstra({ root: middle });
      part.layout({ name: "concentric", concentric: (node) => 20 - Math.min(steps.distanceTo(node), 19), levelWidth: () => 1,
        minNodeSpacing: 42, animate: false, fit: false, boundingBox: { x1: 0, y1: 0, w: 1, h: 1 } }).run();
    }
    pack(graph, parts.map((part) => ({ part, box: part.boundingBox() })));
    graph.fit(undefined, 16);
    if (graph.zoom() > 1.3) graph.zoom({ level: 1.3, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
    graph.center();
  }

  // Parts stand beside each other in rows, as wide as lets the whole be drawn largest in its frame.
  function pack(graph, boxes) {
    const whole = boxes.reduce((sum, { box }) => sum + box.w + 24, 0);
    const widest = Math.max(...boxes.map(({ box }) => box.w));
    let best = { scale: 0 };
    for (let rows = 1; rows <= boxes.length; rows++) {
      const found = inRows(boxes, Math.max(widest, whole / rows));
      const scale = Math.min(graph.width() / found.width, graph.height() / found.height);
      if (scale > best.scale) best = { scale, places: found.places };
    }
    boxes.forEach(({ part, box }, place) => part.nodes().shift({ x: best.places[place].x - box.x1, y: best.places[place].y - box.y1 }));
  }

  function inRows(boxes, most) {
    const places = [];
    let x = 0, y = 0, height = 0, width = 0;
    for (const { box } of boxes) {
      if (x > 0 && x + box.w > most) [x, y, height] = [0, y + height + 24, 0];
      places.push({ x, y });
      x += box.w + 24;
      height = Math.max(height, box.h);
      width = Math.max(width, x);
    }
    return { places, width, height: y + height };
  }

  function chosen(holder, graph, node) {
    graph.elements().removeClass("near");
    node.closedNeighborhood().addClass("near");
    if (holder.dataset.neighbours) expand(holder, graph, node.id());
  }

  // Each neighbour in the list gets a button that draws its own neighbours, so that a keyboard can do what a click does.
  function addButtons(holder, list, graph) {
    if (!holder.dataset.neighbours) return;
    const done = new Set([holder.dataset.centre]);
    for (const name of list.querySelectorAll("[data-node]")) {
      const iri = name.dataset.node;
      if (done.has(iri)) continue;
      done.add(iri);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet expand";
      button.textContent = "+";
      button.setAttribute("aria-label", `Draw what is connected with ${name.textContent.trim()}`);
      button.addEventListener("click", () => expand(holder, graph, iri));
      name.after(button);
    }
  }

  async function expand(holder, graph, iri) {
    const status = document.getElementById(holder.dataset.status);
    const room = MOST_NODES - graph.nodes().length;
    if (room <= 0) return tell(status, `The drawing holds ${MOST_NODES} things and is full.`);
    const answer = await fetch(`${holder.dataset.neighbours}?${new URLSearchParams({ iri, limit: Math.min(room + 1, MOST_NODES) })}`);
    if (!answer.ok) return tell(status, "The neighbours could not be loaded.");
    const found = await answer.json();
    const before = graph.nodes().length;
    const fresh = found.nodes.filter(({ thing }) => !graph.getElementById(thing.iri).length).slice(0, room);
    graph.add(fresh.map(({ thing, family }) => ({ group: "nodes", data: { id: thing.iri, label: shortened(thing.label), family } })));
    for (const { source, target, term } of found.edges) {
      const id = `${source} ${term.label} ${target}`;
      const there = graph.getElementById(source).length && graph.getElementById(target).length;
      if (there && !graph.getElementById(id).length) graph.add({ group: "edges", data: { id, source, target, label: term.label } });
    }
    arrange(graph, holder.dataset.centre);
    const added = graph.nodes().length - before;
    tell(status, `${found.centre.label}: ${added} more ${added === 1 ? "thing" : "things"} drawn.`);
  }

  function tell(status, text) {
    if (status) status.textContent = text;
  }

  function style() {
    const value = (name) => resolved(`var(--${name})`);
    const [ink, soft, panel, line, link] = ["ink", "soft", "panel", "edge", "link"].map(value);
    const families = { Actor: ["ellipse", "actor"], Place: ["diamond", "place"], Zone: ["hexagon", "place"], Strike: ["triangle", "event"],
      Agreement: ["round-rectangle", "accord"], Claim: ["round-tag", "claim"], Article: ["rectangle", "soft"] };
    return [
      { selector: "node", style: { label: "data(label)", color: ink, "background-color": soft, width: 18, height: 18, "font-size": 12,
        "text-wrap": "wrap", "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 3, "text-background-color": panel,
        "text-background-opacity": 0.8, "text-background-padding": 1, "min-zoomed-font-size": 6 } },
      ...Object.entries(families).map(([family, [shape, colour]]) => ({ selector: `node[family = "${family}"]`, style: { shape, "background-color": value(colour) } })),
      { selector: "node.centre", style: { width: 28, height: 28, "border-width": 3, "border-color": link, "font-weight": 700, "font-size": 14 } },
      { selector: "edge", style: { width: 1.2, "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle", "arrow-scale": 0.8,
        "curve-style": "bezier", label: "data(label)", color: soft, "font-size": 9, "text-rotation": "autorotate", "text-background-color": panel,
        "text-background-opacity": 0.85, "min-zoomed-font-size": 8 } },
      { selector: ".near", style: { "line-color": link, "target-arrow-color": link, "border-width": 2, "border-color": link } },
    ];
  }

  // A custom property with light-dark() inside is resolved by the browser where it is used as a colour.
  function resolved(colour) {
    const probe = document.createElement("span");
    probe.style.color = colour;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }
})();
