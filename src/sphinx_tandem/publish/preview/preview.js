
// Reloads the page after a build; keeps the reader's place and shows what has changed.
(() => {
  const { version, events } = document.currentScript.dataset;
  const store = `tandem-preview ${location.pathname}`;
  const block = (comment) => {
    let found = comment.previousElementSibling;
    while (found && found.classList.contains("tandem-preview-note")) {
      found = found.previousElementSibling;
    }
    return found || comment.parentElement;
  };
  const passages = () => {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
    while (walker.nextNode()) {
      const said = /^\s*tandem-entry (\w+)/.exec(walker.currentNode.data);
      if (!said) continue;
      let key = said[1];
      while (found.has(key)) key += "+";
      found.set(key, block(walker.currentNode));
    }
    return found;
  };
  const texts = () =>
    Object.fromEntries([...passages()].map(([key, element]) => [key, element.textContent]));
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
    let before = null;
    try {
      before = JSON.parse(sessionStorage.getItem(store));
      sessionStorage.removeItem(store);
    } catch { /* A browser that stores nothing only forgets the place. */ }
    if (!before) return;
    scrollTo({ left: before.left, top: before.top, behavior: "instant" });
    const changed = [...passages()].filter(([key, element]) => before.texts[key] !== element.textContent);
    if (changed.length && changed.length < 10) show([...new Set(changed.map(([, element]) => element))]);
  };
  addEventListener("load", resume);
  new EventSource(events).onmessage = (event) => {
    if (event.data === version) return;
    try {
      sessionStorage.setItem(store, JSON.stringify({ left: scrollX, top: scrollY, texts: texts() }));
    } catch { /* As above. */ }
    location.reload();
  };
})();
