// Puts notes behind their passages; brings the page up to date after a build, keeps the reader's
// place and shows what has changed. Where only texts differ, they are replaced in the page, so that
// open folds, answers and the place stay; else the page is loaded again.
(() => {
  const own = document.currentScript;
  const { events } = own.dataset;
  let { version } = own.dataset;
  const store = `tandem-preview ${location.pathname}`;
  let texts = {};
  // The page before scripts that wait for its end change it.
  const keep = (node) => ({ node, kids: [...node.childNodes].map(keep) });
  const begun = keep(document.documentElement);
  // Each passage with its element: [[message, path, line, words], element].
  const passages = () => {
    const data = document.getElementById("tandem-page");
    const all = data ? JSON.parse(data.textContent).passages : [];
    if (!all.length) return [];
    const found = window.tandemFinder.find(data.parentElement, all.map(([, , , words]) => words));
    return all.map((passage, place) => [passage, found[place]]).filter(([, element]) => element);
  };
  const textsOf = (found) => Object.fromEntries(found.map(([[key], element]) => [key, element.textContent]));
  const place = (notes, found) => {
    for (const note of notes) {
      const own = found.filter(([[, path, line]]) => note.dataset.entry === `${path}:${line}`);
      for (const [, element] of own) window.tandemFinder.attach(element, note.cloneNode(true), "*");
      if (!own.length) document.getElementById("tandem-page").after(note);
    }
  };
  const mark = (elements) => {
    for (const element of document.querySelectorAll(".tandem-preview-changed")) {
      element.classList.remove("tandem-preview-changed");
    }
    for (const element of elements) element.classList.add("tandem-preview-changed");
    setTimeout(() => {
      for (const element of elements) element.classList.remove("tandem-preview-changed");
    }, 4000);
  };
  const show = (elements) => {
    mark(elements);
    const { top, bottom } = elements[0].getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      elements[0].scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
    }
  };
  const resume = () => {
    const notes = [...document.querySelectorAll("[data-entry]")];
    for (const note of notes) note.remove();  // what it quotes is no passage
    const found = passages();
    texts = textsOf(found);
    place(notes, found);
    let before = null;
    try {
      before = JSON.parse(sessionStorage.getItem(store));
      sessionStorage.removeItem(store);
    } catch { /* A browser that stores nothing only forgets the place. */ }
    if (!before) return;
    scrollTo({ left: before.left, top: before.top, behavior: "instant" });
    const changed = found.filter(([[key]]) => before.texts[key] !== texts[key]);
    if (changed.length && changed.length < 10) show([...new Set(changed.map(([, element]) => element))]);
  };

  // -- Texts that differ, replaced in the page ---------------------------------------------------

  // What no script looks after.
  const PLAIN = "title, meta, p, ul, ol, li, dl, dt, dd, h1, h2, h3, h4, h5, h6, a, em, strong, b, i, code, span, sub, sup, br, blockquote, section, table, thead, tbody, tr, th, td, caption";
  const isPlain = (node) => node.nodeType === Node.TEXT_NODE || (node.nodeType === Node.ELEMENT_NODE
    && node.matches(PLAIN) && !/tandem-/.test(node.className) && [...node.childNodes].every(isPlain));
  const isOwn = (node) => node.id === "tandem-page" || node.dataset?.events === events;
  // Yields [parent, old nodes, new nodes, the old node behind them] wherever two trees differ.
  function* differences(old, next) {
    if (old.isEqualNode(next)) return;
    const [before, after] = [[...old.childNodes], [...next.childNodes]];
    let start = 0;
    let end = 0;
    const same = (one, other) => one && other && one.isEqualNode(other);
    while (same(before[start], after[start])) start += 1;
    while (start < before.length - end && start < after.length - end
      && same(before.at(-1 - end), after.at(-1 - end))) end += 1;
    const [gone, come] = [before, after].map((nodes) => nodes.slice(start, nodes.length - end));
    const alike = gone.length === come.length && gone.every((node, place) => same(node, come[place])
      || node.nodeType === Node.ELEMENT_NODE && (node.cloneNode().isEqualNode(come[place].cloneNode()) || (isOwn(node) && isOwn(come[place]))));
    if (!alike || !gone.length) yield [old, gone, come, before[before.length - end] ?? null];
    else for (const [place, node] of gone.entries()) yield* differences(node, come[place]);
  }
  // The page as it was sent, and for each of its nodes the one that is shown, where that is certain.
  const shown = new WeakMap();
  let page = null;
  const pair = (sent, { node, kids }) => {
    shown.set(sent, node);
    const left = [...sent.childNodes];
    const rest = [...kids];
    const alike = (one, other) => one && other && one.nodeName === other.node.nodeName && one.id === other.node.id;
    while (alike(left[0], rest[0])) pair(left.shift(), rest.shift());
    while (alike(left.at(-1), rest.at(-1))) pair(left.pop(), rest.pop());
    return sent;
  };
  const sentPage = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const sent = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
    return [sent, sent.querySelector("script[data-events]")?.dataset.version];
  };
  const begin = async () => {
    const [sent, itsVersion] = await sentPage();
    if (itsVersion === version) page = pair(sent, begun);
  };
  const isFit = ([parent, gone, come, next]) => {
    const live = shown.get(parent);
    const isThere = (node) => shown.get(node)?.parentNode === live;
    return live && gone.every(isThere) && (!next || isThere(next))
      && (isOwn(parent) || [...gone, ...come].every(isPlain));
  };
  const replace = ([parent, gone, come, next]) => {
    const live = shown.get(parent);
    for (const node of gone) {
      shown.get(node).remove();
      node.remove();
    }
    return come.flatMap((node) => {
      const fresh = document.importNode(node, true);
      live.insertBefore(fresh, next && shown.get(next));
      parent.insertBefore(pair(node.cloneNode(true), keep(fresh)), next);
      if (fresh.nodeType === Node.ELEMENT_NODE) return [fresh];
      return fresh.data.trim() ? [live] : [];
    });
  };
  // Says whether the page could be brought up to date without loading it again.
  const update = async () => {
    if (!page || document.querySelector("[data-entry]")) return false;
    const [sent, itsVersion] = await sentPage();
    const found = [...differences(page, sent)];
    if (!itsVersion || !found.every(isFit)) return false;
    const text = document.getElementById("tandem-page")?.parentElement;
    const changed = found.flatMap(replace).map((node) => node.closest("p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6") ?? node)
      .filter((node) => text?.contains(node) && !isOwn(node) && !node.closest(".tandem-notice"));
    version = itsVersion;
    texts = textsOf(passages());
    mark(new Set(changed));
    return true;
  };
  addEventListener("load", () => {
    resume();
    begin().catch(() => {});
  });
  let latest = version;
  let busy = false;
  const follow = async () => {
    if (busy) return;
    busy = true;
    while (latest !== version) {
      // The first part changes with what more than one page shows.
      const onlyThis = latest.split(" ")[0] === version.split(" ")[0];
      if (!onlyThis || !(await update().catch(() => false))) {
        try {
          sessionStorage.setItem(store, JSON.stringify({ left: scrollX, top: scrollY, texts }));
        } catch { /* As above. */ }
        location.reload();
        return;
      }
    }
    busy = false;
  };
  new EventSource(`${events}?page=${encodeURIComponent(decodeURI(location.pathname))}`).onmessage = (event) => {
    latest = event.data;
    follow();
  };
})();
