// Gives each passage of a page a link to its line in the catalog, while a reader wants it.
// It is loaded by tandem-improve.js; how the passages begin is in a file of the page.
(() => {
  const LETTERS = 32;
  // So few letters stand within many texts that are not their passage.
  const SHORT = 3;
  const WORDS = 6;
  // Elements within a text. A passage is the whole that they are part of.
  const INLINE = "a, abbr, b, bdi, bdo, cite, code, del, dfn, em, i, ins, kbd, mark, q, s, samp, small, "
    + "span, strong, sub, sup, time, tt, u, var";
  // A link inside of these would change what they are, so it stands behind them.
  const BEHIND = "a, button, h1, h2, h3, h4, h5, h6, img, pre, svg, details, [class*='highlight-'], .math";
  const NARROW = "tr, ul, ol, dl, table, thead, tbody, tfoot, select";

  function letters(element) {
    const text = element.localName === "img" ? element.alt : element.textContent.slice(0, 20 * LETTERS);
    return (text.match(/[\p{L}\p{N}]/gu) || text.match(/\S/gu) || []).slice(0, 2 * LETTERS).join("");
  }

  /**
   * Find the elements that show passages.
   *
   * @param passages The first letters of each, or the place of its formula among those of the page.
   * @returns For each passage its element: the innermost block that begins with its letters.
   */
  function find(root, passages) {
    const free = new Map([...root.querySelectorAll(":not(option)")].map((element) => [element, letters(element)]));
    let last = root;
    const search = (fits) => {
      const found = [...free].filter(([element, text]) => fits(text, element)).map(([element]) => element);
      const following = (element) => last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      let at = Math.max(found.findIndex(following), 0);
      while (at + 1 < found.length && found[at].contains(found[at + 1])) at += 1;
      return found[at];
    };
    return passages.map((words) => {
      if (typeof words === "number") return root.querySelectorAll("div.math")[words];
      const same = (text) => text.slice(0, Math.max(words.length, LETTERS)) === words;
      const block = (element) => !element.matches(INLINE);
      // A program may add to a text: a number before it, a hint, a button.
      const found = search((text, element) => same(text) && block(element))
        ?? search((text, element) => text.startsWith(words) && block(element))
        ?? search(same)
        ?? search((text, element) => words.length > SHORT && text.includes(words) && block(element));
      // What is around it begins with it, too.
      for (let outer = found; outer && outer !== root; outer = outer.parentElement) free.delete(outer);
      last = found ?? last;
      return found;
    });
  }

  /**
   * Put something where the tree has room for it: into a passage, or behind it.
   *
   * @param behind Where it has to stand behind.
   */
  function attach(element, added, behind = BEHIND) {
    let place = element;
    for (let outer = element; outer; outer = outer.parentElement?.closest("a, button")) {
      place = outer.closest("a, button") || place;
    }
    while (place.parentElement?.matches("pre, [class*='highlight-'], .highlight")) {
      place = place.parentElement;
    }
    if (place.matches("summary")) place = place.parentElement;
    if (place.matches(behind) && !place.parentElement.matches(NARROW)) place.after(added);
    else place.append(added);
  }

  function name(element) {
    const text = element.localName === "img" ? element.alt : element.innerText || element.textContent;
    const words = text.trim().split(/\s+/);
    return words.slice(0, WORDS).join(" ") + (words.length > WORDS ? "…" : "");
  }

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  class Improve {
    constructor(button, turn, data) {
      this.button = button;
      this.turn = turn;
      this.data = data;
      this.links = new Map();
      this.shown = undefined;
    }

    on() {
      const root = this.button.closest(".tandem-improve").parentElement;
      const { passages } = this.data;
      const found = find(root, passages.map(([words]) => words));
      // All names before any link: after a change, the browser lays out the page for each of them.
      const names = found.map((element) => element && name(element));
      for (const [place, element] of found.entries()) {
        if (element) this.add(element, names[place], passages[place]);
      }
      this.bar = this.makeBar();
      document.body.append(this.bar);
      document.documentElement.classList.add("tandem-improving");
      this.stop = new AbortController();
      const options = { signal: this.stop.signal };
      document.addEventListener("pointermove", (event) => this.point(event), options);
      document.addEventListener("pointerdown", (event) => this.point(event), options);
      document.addEventListener("focusin", (event) => this.focus(event.target), options);
      document.addEventListener("keydown", (event) => event.key === "Escape" && this.turn(false), options);
      addEventListener("scroll", () => this.place(), { ...options, passive: true, capture: true });
      addEventListener("resize", () => this.place(), options);
      this.focus(document.activeElement);
    }

    off() {
      if (!this.bar) return;
      const inside = document.activeElement?.closest(".tandem-passage-link, .tandem-improve-bar");
      this.show(undefined);
      for (const [element, link] of this.links) {
        element.classList.remove("tandem-passage", "tandem-passage-waits");
        if (!element.classList.length) element.removeAttribute("class");
        link.remove();
      }
      this.links.clear();
      this.bar.remove();
      this.bar = undefined;
      this.stop.abort();
      document.documentElement.classList.remove("tandem-improving");
      if (inside) this.button.focus();
    }

    add(element, named, [, line, waits]) {
      const { words, catalog } = this.data;
      const text = waits ? words.translate : words.improve;
      const link = make("a", {
        className: "tandem-passage-link",
        href: line ? `${catalog}#L${line}` : catalog,
        target: "_blank",
        rel: "noopener",
        lang: words.lang,
        dir: words.dir,
      }, text);
      link.setAttribute("aria-label", `${text}: ${named}`);
      element.classList.add("tandem-passage");
      if (waits) element.classList.add("tandem-passage-waits");
      attach(element, link);
      this.links.set(element, link);
    }

    makeBar() {
      const { words, catalog } = this.data;
      const leave = make("button", { type: "button" }, words.leave);
      leave.addEventListener("click", () => {
        this.turn(false);
        this.button.focus();
      });
      const bar = make(
        "div",
        { className: "tandem-improve-bar", lang: words.lang, dir: words.dir },
        make("p", { role: "status" }, words.hint),
        make("a", { href: this.button.href }, words.review),
        make("a", { href: catalog }, words.catalog),
        leave,
      );
      bar.setAttribute("role", "region");
      bar.setAttribute("aria-label", words.label);
      return bar;
    }

    /** Show the link of the innermost passage below a pointer. */
    point({ clientX: x, clientY: y, target }) {
      if (target.closest?.(".tandem-passage-link")) return;
      for (const element of document.elementsFromPoint(x, y)) {
        if (element.closest(".tandem-improve-bar")) return;
        const passage = element.closest(".tandem-passage");
        const box = passage?.getBoundingClientRect();
        // The area of a link can be larger than what is seen of it.
        if (box && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) {
          this.show(passage);
          return;
        }
      }
    }

    focus(target) {
      const link = target.closest?.(".tandem-passage-link");
      const [passage] = [...this.links].find(([, other]) => other === link) || [];
      // The link is fixed in the window, so a browser does not go where its passage stands.
      passage?.scrollIntoView({ block: "nearest" });
      this.show(passage || target.closest?.(".tandem-passage") || this.shown);
    }

    show(passage) {
      if (passage !== this.shown) {
        for (const part of [this.shown, this.links.get(this.shown)]) {
          part?.classList.remove("tandem-shown");
        }
        this.shown = passage;
        for (const part of [passage, this.links.get(passage)]) part?.classList.add("tandem-shown");
      }
      this.place();
    }

    /** Put the link above the upper corner of its passage, within the window. */
    place() {
      const link = this.links.get(this.shown);
      if (!link) return;
      const box = this.shown.getBoundingClientRect();
      const { width, height } = link.getBoundingClientRect();
      const left = Math.max(0, Math.min(box.right, innerWidth) - width);
      const top = Math.max(0, Math.min(box.top - height + 4, innerHeight - height));
      // An ancestor that is transformed moves what is fixed in it: look, and correct.
      this.move(link, left, top);
      const real = link.getBoundingClientRect();
      this.move(link, 2 * left - real.left, 2 * top - real.top);
    }

    move(link, left, top) {
      link.style.left = `${left}px`;
      link.style.top = `${top}px`;
    }
  }

  // What the preview of a site uses.
  window.tandemFinder = { find, attach };
  window.tandemImprove?.((button, turn) => {
    let improve;
    let wanted = false;
    window.tandemPassages = (data) => {
      improve = new Improve(button, turn, data);
      if (wanted) improve.on();
    };
    const script = document.createElement("script");
    script.src = button.dataset.lines;
    script.onerror = () => location.assign(button.href);
    document.head.append(script);
    return (on) => {
      if (wanted === on) return;
      wanted = on;
      if (improve) on ? improve.on() : improve.off();
    };
  });
})();
