
// Puts notes behind their passages; reloads the page after a build, keeps the reader's place and
// shows what has changed.
(() => {
  const { version, events } = document.currentScript.dataset;
  const store = `tandem-preview ${location.pathname}`;
  let texts = {};
  // Each passage with its element: [[message, path, line, words], element].
  const passages = () => {
    const data = document.getElementById("tandem-page");
    const all = data ? JSON.parse(data.textContent).passages : [];
    if (!all.length) return [];
    const found = window.tandemFinder.find(data.parentElement, all.map(([, , , words]) => words));
    return all.map((passage, place) => [passage, found[place]]).filter(([, element]) => element);
  };
  const place = (notes, found) => {
    for (const note of notes) {
      const own = found.filter(([[, path, line]]) => note.dataset.entry === `${path}:${line}`);
      for (const [, element] of own) window.tandemFinder.attach(element, note.cloneNode(true), "*");
      if (!own.length) document.getElementById("tandem-page").after(note);
    }
  };
  const show = (elements) => {
    for (const element of elements) element.classList.add("tandem-preview-changed");
    setTimeout(() => {
      for (const element of elements) element.classList.remove("tandem-preview-changed");
    }, 4000);
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
    texts = Object.fromEntries(found.map(([[key], element]) => [key, element.textContent]));
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
  addEventListener("load", resume);
  new EventSource(`${events}?page=${encodeURIComponent(decodeURI(location.pathname))}`).onmessage = (event) => {
    if (event.data === version) return;
    try {
      sessionStorage.setItem(store, JSON.stringify({ left: scrollX, top: scrollY, texts }));
    } catch { /* As above. */ }
    location.reload();
  };
})();
