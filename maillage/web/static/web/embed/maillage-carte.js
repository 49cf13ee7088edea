// <maillage-carte territoire="dep:23" besoin="demarche" …><a href="https://…/lieux/">a plain link, kept while there is no list</a></maillage-carte>
// Knows how to show, inside somebody else's page, the list that its instance writes. No other host is asked, nothing is stored.
// Documentation: /donnees/integrer/ of the instance.

const INSTANCE = new URL(import.meta.url).origin;
const LANGUAGES = { fr: "", en: "/en" };
const ATTRIBUTES = {
  territoire: "territoire", service: "service", besoin: "besoin", texte: "quoi", "pres-de": "ou", rayon: "rayon", cout: "cout", public: "public",
  acces: "acces", type: "type", tri: "tri", couleur: "couleur", fond: "fond", "couleur-texte": "texte-couleur", theme: "theme",
};
const SEVERAL = new Set(["service", "cout", "public", "acces", "type"]);
const LOOK = { couleur: "--maillage-couleur", fond: "--maillage-fond", "couleur-texte": "--maillage-texte" };
const CODE = /(?:^|[-/])([0-9A-HJKMNP-TV-Z]{8})\/$/;
const PATIENCE = 20_000; // ms
const WORDS = {
  fr: { wait: "La liste arrive…", fail: "La liste n’a pas pu être chargée.", again: "Réessayer" },
  en: { wait: "The list is coming…", fail: "The list could not be loaded.", again: "Try again" },
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const trusted = globalThis.trustedTypes?.createPolicy("maillage-carte", { createHTML: (html) => html });

class MaillageCarte extends HTMLElement {
  static observedAttributes = [...Object.keys(ATTRIBUTES), "langue"];

  connectedCallback() {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: "open" });
      this.status = Object.assign(document.createElement("p"), { className: "hidden" });
      this.status.setAttribute("role", "status");
      this.place = document.createElement("div");
      root.append(this.status, this.place, document.createElement("slot"));
      root.addEventListener("click", (event) => this.clicked(event));
      root.addEventListener("submit", (event) => this.submitted(event));
    }
    this.heard = (event) => this.hear(event);
    this.recolour = () => this.begin();
    addEventListener("message", this.heard);
    dark.addEventListener("change", this.recolour);
    this.begin();
  }

  disconnectedCallback() {
    removeEventListener("message", this.heard);
    dark.removeEventListener("change", this.recolour);
    this.asking?.abort();
  }

  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && this.shadowRoot && before !== after) this.begin();
  }

  get language() {
    const asked = this.getAttribute("langue") ?? this.closest("[lang]")?.lang.slice(0, 2);
    return asked in LANGUAGES ? asked : "fr";
  }

  address(page, query) {
    return `${INSTANCE}${LANGUAGES[this.language]}/integrer/${page}?${query}`;
  }

  /** What the attributes ask, as the instance reads it. */
  query() {
    const query = new URLSearchParams();
    const look = getComputedStyle(this);
    for (const [name, asked] of Object.entries(ATTRIBUTES)) {
      const value = (this.getAttribute(name) ?? (name in LOOK ? look.getPropertyValue(LOOK[name]) : "")).trim();
      for (const each of SEVERAL.has(name) ? value.split(/[\s,]+/) : [value]) if (each) query.append(asked, each);
    }
    if (!query.has("fond") && !query.has("theme")) query.set("fond", this.paper());
    return query;
  }

  /** The colour behind this element: what is written on it must be read on it. */
  paper() {
    for (let element = this; element; element = element.parentElement ?? element.getRootNode().host) {
      const [red, green, blue, alpha = "1"] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? [0, 0, 0, "0"];
      if (alpha === "1") return [red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("");
    }
    return dark.matches && getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "121212" : "ffffff";
  }

  /** Several attributes are often changed at once: ask once. */
  begin() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.load(this.query(), false), 0);
  }

  async load(query, moves = true) {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const { signal } = asking;
    const late = setTimeout(() => asking.abort(), PATIENCE);
    this.status.textContent = WORDS[this.language].wait;
    this.place.setAttribute("aria-busy", "true");
    try {
      const look = new URLSearchParams([...query].filter(([name]) => name in { couleur: 1, fond: 1, "texte-couleur": 1, theme: 1 }));
      const [html] = await Promise.all([ask(this.address("liste.html", query), signal), this.dress(this.address("composant.css", look), signal)]);
      this.show(html, moves);
    } catch (error) {
      if (this.asking === asking && this.isConnected) this.fail(query, error);
    } finally {
      clearTimeout(late);
      if (this.asking === asking) this.place.removeAttribute("aria-busy");
    }
  }

  async dress(address, signal) {
    if (this.dressed === address) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await ask(address, signal));
    this.shadowRoot.adoptedStyleSheets = [sheet];
    this.dressed = address;
  }

  show(html, moves) {
    const opened = this.frame;
    const template = document.createElement("template");
    template.innerHTML = trusted ? trusted.createHTML(html) : html;
    const content = template.content;
    for (const icon of content.querySelectorAll("svg.icon")) icon.remove(); // a sprite of another origin is never drawn
    for (const link of content.querySelectorAll("a[href^='/']")) link.href = INSTANCE + link.getAttribute("href");
    for (const form of content.querySelectorAll("form")) form.action = INSTANCE + form.getAttribute("action");
    this.place.replaceChildren(content);
    this.shadowRoot.querySelector("slot").hidden = true;
    this.frame = undefined;
    const total = this.place.querySelector("[data-total], .empty > p, .notice p");
    this.status.textContent = total?.textContent ?? "";
    if (moves) this.place.querySelector(".embed-title").focus();
    if (opened) this.map(true);
    this.dispatchEvent(new CustomEvent("maillage:liste", { bubbles: true, composed: true }));
  }

  fail(query, error) {
    console.warn(`maillage-carte: ${error.message}`);
    const { fail, again } = WORDS[this.language];
    const told = Object.assign(document.createElement("p"), { textContent: fail });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: again });
    button.addEventListener("click", () => this.load(query));
    this.status.textContent = fail;
    this.place.replaceChildren(told, button);
    this.shadowRoot.querySelector("slot").hidden = false;
  }

  clicked(event) {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const url = new URL(link.href);
    if ("mapOpen" in link.dataset) {
      event.preventDefault();
      this.map(!this.frame);
    } else if (url.origin === INSTANCE && /\/integrer\/lieux\/$/.test(url.pathname)) {
      event.preventDefault();
      this.load(url.searchParams);
    }
  }

  submitted(event) {
    event.preventDefault();
    this.load(new URLSearchParams(new FormData(event.target)));
  }

  /** The map lives in a frame of the instance: a browser starts no worker from another origin. */
  map(open) {
    const block = this.place.querySelector("[data-frame]");
    if (!block) return;
    const opener = block.querySelector("[data-map-open]");
    opener.setAttribute("aria-expanded", String(open));
    for (const words of opener.children) words.hidden = (words.dataset.when === "open") !== open;
    this.frame?.remove();
    this.frame = undefined;
    for (const button of this.place.querySelectorAll(".show-on-map")) button.remove();
    if (!open) return;
    this.frame = Object.assign(document.createElement("iframe"), { className: "map-frame-outside", title: block.dataset.title, src: opener.href });
    block.append(this.frame);
  }

  /** What the map says: it is ready, or a place is selected on it. */
  hear({ source, origin, data }) {
    if (!this.frame || source !== this.frame.contentWindow || origin !== INSTANCE) return;
    if (data?.maillage === "selected") this.select(data.code);
    if (data?.maillage === "ready") this.pair(new Set(data.codes));
  }

  /** A button by place that the map has, to show it there. */
  pair(codes) {
    const words = this.place.querySelector("[data-frame]").dataset.show;
    for (const [code, card] of this.cards()) {
      if (!codes.has(code) || card.querySelector(".show-on-map")) continue;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button show-on-map", textContent: words });
      const name = Object.assign(document.createElement("span"), { className: "hidden", textContent: ` : ${card.querySelector("a").firstChild.textContent}` });
      button.append(name);
      button.addEventListener("click", () => {
        this.select(code);
        this.frame.contentWindow.postMessage({ maillage: "select", code }, INSTANCE);
        this.frame.scrollIntoView({ block: "nearest" });
      });
      (card.querySelector(".reach") ?? card).append(button);
    }
  }

  cards() {
    const cards = [...this.place.querySelectorAll(".hits > li, .unknown li")];
    return cards.map((card) => [CODE.exec(new URL(card.querySelector("a[href]").href).pathname)?.[1], card]).filter(([code]) => code);
  }

  select(code) {
    for (const [other, card] of this.cards()) {
      card.classList.toggle("selected", other === code);
      if (other === code) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
  }
}

async function ask(address, signal) {
  const response = await fetch(address, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.text();
}

customElements.define("maillage-carte", MaillageCarte);
