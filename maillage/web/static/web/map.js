// Knows the map: loaded when asked, in step with the list of the page (or of the page around it), and never needed to read that list.

const CODE = /(?:^|[-/])([0-9A-HJKMNP-TV-Z]{8})\/$/;
const FRAMED = window.parent !== window;
const still = matchMedia("(prefers-reduced-motion: reduce)");

function start(block) {
  const map = new PlacesMap(block);
  const opener = block.querySelector("[data-map-open]");
  if (block.hasAttribute("data-open")) map.open();
  opener?.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // asked in another tab
    event.preventDefault();
    map.open();
  });
}

/** Code of the place that a link leads to, or "". */
function codeOf(link) {
  return CODE.exec(new URL(link.href).pathname)?.[1] ?? "";
}

class PlacesMap {
  constructor(block) {
    this.block = block;
    this.places = new Map();
    this.selected = "";
    this.nearest = block.dataset.basemap ? 14 : 10; // without streets, nearer shows nothing more
  }

  words(name, values = {}) {
    const text = this.block.querySelector(`[data-words="${name}"]`).textContent;
    return text.replace(/\{(\w+)\}/g, (_all, key) => Number(values[key]).toLocaleString(document.documentElement.lang));
  }

  async open() {
    const opener = this.block.querySelector(".map-ask");
    if (opener) opener.hidden = true;
    this.panel = this.block.querySelector("template").content.cloneNode(true).firstElementChild;
    this.told = this.panel.querySelector("[data-map-told]");
    this.block.querySelector("template").after(this.panel);
    this.told.textContent = this.words("waiting");
    this.panel.querySelector("[data-map-close]")?.addEventListener("click", () => this.close());
    try {
      await this.load();
    } catch (error) {
      console.warn(error);
      this.fail();
    }
  }

  fail() {
    this.drawing?.remove();
    this.panel.remove();
    this.block.querySelector("[data-map-failed]").hidden = false;
  }

  async load() {
    const { library, outline, points, worker, style } = this.block.dataset;
    const [maplibre, shapes, found] = await Promise.all([import(new URL(library, location.href)), json(outline), json(points), sheet(style)]);
    if (!this.panel.isConnected) return; // closed meanwhile
    maplibre.setWorkerUrl(new URL(worker, location.href).href);
    for (const [code, latitude, longitude, name, town, known] of found.places) this.places.set(code, { code, latitude, longitude, name, town, known });
    this.found = found;
    this.shapes = shapes;
    this.draw(maplibre);
    this.control();
    this.follow();
    this.told.textContent = this.total();
  }

  total() {
    const { total, nowhere } = this.found;
    const shown = this.places.size;
    if (!shown) return this.words("none");
    const told = [this.words("some", { shown })];
    if (nowhere) told.push(this.words("nowhere", { count: nowhere }));
    if (shown + nowhere < total) told.push(this.words("first", { total }));
    return told.join(" ");
  }

  draw(maplibre) {
    const canvas = this.panel.querySelector("[data-map-canvas]");
    this.bounds = this.extent(maplibre.LngLatBounds);
    this.drawing = new maplibre.Map({
      container: canvas,
      style: base(this.block.dataset.basemap),
      bounds: this.bounds,
      fitBoundsOptions: { padding: 48, maxZoom: this.nearest },
      attributionControl: false,
      cooperativeGestures: !FRAMED || this.block.hasAttribute("data-cooperative"),
      pitchWithRotate: false,
      dragRotate: false,
      touchPitch: false,
      fadeDuration: still.matches ? 0 : 150,
      locale: {
        "Map.Title": this.words("title"),
        "CooperativeGesturesHandler.WindowsHelpText": this.words("scroll"),
        "CooperativeGesturesHandler.MacHelpText": this.words("scroll").replace("Ctrl", "⌘"),
        "CooperativeGesturesHandler.MobileHelpText": this.words("fingers"),
      },
    });
    this.drawing.touchZoomRotate.disableRotation();
    this.drawing.keyboard.disableRotation();
    this.drawing.on("load", () => this.layers());
    this.drawing.on("error", ({ error }) => console.warn(error?.message ?? error));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  extent(LngLatBounds) {
    const bounds = new LngLatBounds();
    for (const { longitude, latitude } of this.places.values()) bounds.extend([longitude, latitude]);
    return bounds.isEmpty() ? new LngLatBounds([-5.2, 41.3], [9.7, 51.2]) : bounds;
  }

  layers() {
    const map = this.drawing;
    if (!this.block.dataset.basemap) {
      map.addSource("outline", { type: "geojson", data: this.shapes });
      map.addLayer({ id: "land", type: "fill", source: "outline" });
      map.addLayer({ id: "borders", type: "line", source: "outline" });
    }
    this.names();
    const features = [...this.places.values()].map(({ code, longitude, latitude, known }) => ({
      type: "Feature",
      properties: { code, known },
      geometry: { type: "Point", coordinates: [longitude, latitude] },
    }));
    map.addSource("places", { type: "geojson", data: { type: "FeatureCollection", features }, cluster: true, clusterRadius: 44, clusterMaxZoom: 12 });
    map.addLayer({ id: "many", type: "circle", source: "places", filter: ["has", "point_count"] });
    map.addLayer({
      id: "count",
      type: "symbol",
      source: "places",
      filter: ["has", "point_count"],
      layout: { "text-field": ["to-string", ["get", "point_count"]], "text-size": 14, "text-font": ["sans-serif"], "text-allow-overlap": true },
    });
    map.addLayer({ id: "one", type: "circle", source: "places", filter: ["!", ["has", "point_count"]] });
    map.addSource("chosen", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    map.addLayer({ id: "chosen", type: "circle", source: "chosen" });
    this.paint();
    this.point("one");
    this.point("many");
    if (this.selected) this.mark();
    this.panel.dataset.ready = "";
  }

  /** Names to find one's way: départements from afar, then the largest communes around. */
  names() {
    if (this.block.dataset.basemap) return;
    const map = this.drawing;
    const label = (field, size, layout = {}) => ({ "text-field": ["get", field], "text-size": size, "text-font": ["sans-serif"], "text-max-width": 7, ...layout });
    const towns = this.found.towns.map(([name, latitude, longitude]) => ({ type: "Feature", properties: { name }, geometry: { type: "Point", coordinates: [longitude, latitude] } }));
    map.addLayer({ id: "areas", type: "symbol", source: "outline", maxzoom: 8, minzoom: 5, layout: label("name", 12) });
    map.addSource("towns", { type: "geojson", data: { type: "FeatureCollection", features: towns } });
    map.addLayer({ id: "towns", type: "symbol", source: "towns", minzoom: 7, layout: label("name", 13, { "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 1.2 }) });
  }

  /** Colours of the page, read anew when its scheme changes. */
  paint() {
    const map = this.drawing;
    const style = getComputedStyle(this.block);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const set = (layer, values) => map.getLayer(layer) && Object.entries(values).forEach(([name, value]) => map.setPaintProperty(layer, name, value));
    if (map.getLayer("sea")) set("sea", { "background-color": colour("wash") });
    set("land", { "fill-color": colour("paper") });
    set("borders", { "line-color": colour("line"), "line-width": 1.25 });
    for (const layer of ["areas", "towns"]) set(layer, { "text-color": colour("quiet"), "text-halo-color": colour("paper"), "text-halo-width": 2 });
    set("many", { "circle-color": colour("brand"), "circle-radius": ["step", ["get", "point_count"], 16, 10, 20, 100, 25], "circle-stroke-color": colour("paper"), "circle-stroke-width": 2 });
    set("count", { "text-color": colour("brand-ink") });
    const known = ["==", ["get", "known"], 1];
    set("one", {
      "circle-color": ["case", known, colour("brand"), colour("paper")],
      "circle-radius": 8,
      "circle-stroke-width": ["case", known, 2, 3],
      "circle-stroke-color": ["case", known, colour("paper"), colour("brand")],
    });
    set("chosen", { "circle-color": colour("accent"), "circle-radius": 9, "circle-stroke-width": 5, "circle-stroke-color": colour("ink") });
  }

  point(layer) {
    const map = this.drawing;
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    map.on("click", layer, async ({ features }) => {
      const { properties, geometry } = features[0];
      if (properties.code) return this.select(properties.code, true);
      const zoom = await map.getSource("places").getClusterExpansionZoom(properties.cluster_id);
      this.move({ center: geometry.coordinates, zoom });
    });
  }

  move(view) {
    if (still.matches) this.drawing.jumpTo(view);
    else this.drawing.easeTo({ ...view, duration: 150 });
  }

  control() {
    const on = (name, act) => this.panel.querySelector(`[data-map-${name}]`)?.addEventListener("click", act);
    on("in", () => this.move({ zoom: this.drawing.getZoom() + 1 }));
    on("out", () => this.move({ zoom: this.drawing.getZoom() - 1 }));
    on("all", () => this.drawing.fitBounds(this.bounds, { padding: 48, maxZoom: this.nearest, duration: 0 }));
    on("skip", (event) => {
      const list = document.getElementById("lieux");
      if (!list) return;
      event.preventDefault();
      list.focus();
      list.scrollIntoView();
    });
  }

  /** Cards of the list, by code. */
  cards() {
    const found = new Map();
    for (const card of document.querySelectorAll(".hits > li, .unknown li")) {
      const link = [...card.querySelectorAll("a[href]")].find(codeOf);
      if (link) found.set(codeOf(link), card);
    }
    return found;
  }

  /** Keep the map and the list in step. */
  follow() {
    for (const [code, card] of this.cards()) {
      if (!this.places.has(code)) continue;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button show-on-map", textContent: this.words("show") });
      const name = document.createElement("span");
      Object.assign(name, { className: "hidden", textContent: ` : ${this.places.get(code).name}` });
      button.append(name);
      button.addEventListener("click", () => {
        this.select(code);
        this.panel.scrollIntoView({ block: "nearest" });
      });
      (card.querySelector(".reach") ?? card).append(button);
    }
    if (FRAMED) {
      addEventListener("message", ({ source, data }) => source === window.parent && data?.maillage === "select" && this.select(data.code));
      window.parent.postMessage({ maillage: "ready", codes: [...this.places.keys()] }, "*");
    }
  }

  select(code, fromMap = false) {
    const place = this.places.get(code);
    if (!place) return;
    this.selected = code;
    this.mark();
    if (!fromMap) this.move({ center: [place.longitude, place.latitude], zoom: Math.max(this.drawing.getZoom(), this.nearest) });
    this.tell(place);
    for (const [other, card] of this.cards()) {
      card.classList.toggle("selected", other === code);
      if (other === code) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
    if (FRAMED && fromMap) window.parent.postMessage({ maillage: "selected", code }, "*");
  }

  mark() {
    const { longitude, latitude } = this.places.get(this.selected);
    this.drawing.getSource("chosen")?.setData({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [longitude, latitude] } });
  }

  tell({ code, name, town }) {
    const title = Object.assign(document.createElement("b"), { textContent: name });
    const link = Object.assign(document.createElement("a"), { href: this.block.dataset.place.replace("00000000", code), textContent: this.words("page") });
    if (FRAMED) Object.assign(link, { target: "_blank", rel: "noopener" });
    this.told.replaceChildren(title, town ? `, ${town}. ` : ". ", link);
  }

  close() {
    this.drawing?.remove();
    this.panel.remove();
    this.places.clear();
    document.querySelectorAll(".show-on-map").forEach((button) => button.remove());
    document.querySelectorAll(".selected").forEach((card) => (card.classList.remove("selected"), card.removeAttribute("aria-current")));
    this.selected = "";
    this.block.querySelector(".map-ask").hidden = false;
    this.block.querySelector("[data-map-open]").focus();
  }
}

/** The basemap: ours, which asks nobody anything; else a style, or tiles by their address. */
function base(address) {
  const sea = { id: "sea", type: "background", paint: {} };
  if (!address) return { version: 8, sources: {}, layers: [sea] };
  if (!address.includes("{z}")) return address;
  return { version: 8, sources: { tiles: { type: "raster", tiles: [address], tileSize: 256 } }, layers: [sea, { id: "tiles", type: "raster", source: "tiles" }] };
}

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function sheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return undefined;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((done, fail) => {
    link.addEventListener("load", done);
    link.addEventListener("error", fail);
    document.head.append(link);
  });
}

for (const block of document.querySelectorAll("[data-map]")) start(block);
