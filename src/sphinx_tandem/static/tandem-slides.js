/* Shows a deck one slide at a time. Two windows on the same deck follow each other, so
   that one can be projected and the other show the notes. Needs no network. */
(() => {
  "use strict";
  const slides = [...document.querySelectorAll(".tandem-slide")];
  const bar = document.querySelector(".tandem-deck");
  if (!slides.length || !bar) return;
  const root = document.documentElement;
  const key = `tandem-slides:${location.pathname}`;
  let current = Math.min(Math.max(Number.parseInt(location.hash.slice(1), 10) || 1, 1), slides.length);

  const button = (text, name, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", name);
    made.title = name;
    made.addEventListener("click", action);
    bar.append(made);
    return made;
  };
  const show = (number, tell) => {
    current = Math.min(Math.max(number, 1), slides.length);
    slides.forEach((slide, place) => {
      slide.classList.toggle("tandem-current", place + 1 === current);
    });
    counter.textContent = `${current} / ${slides.length}`;
    history.replaceState(null, "", `#${current}`);
    if (!tell) return;
    try {
      localStorage.setItem(key, String(current));
    } catch { /* the other window does not follow */ }
  };
  const toggle = () => {
    notes.setAttribute("aria-pressed", String(root.classList.toggle("tandem-with-notes")));
  };
  button("‹", bar.dataset.previous, () => show(current - 1, true));
  const counter = document.createElement("span");
  counter.setAttribute("role", "status");
  bar.append(counter);
  button("›", bar.dataset.next, () => show(current + 1, true));
  const notes = button("N", bar.dataset.notes, toggle);
  notes.setAttribute("aria-pressed", "false");

  const moves = {
    ArrowRight: () => current + 1, ArrowDown: () => current + 1, PageDown: () => current + 1,
    " ": () => current + 1, ArrowLeft: () => current - 1, ArrowUp: () => current - 1,
    PageUp: () => current - 1, Home: () => 1, End: () => slides.length,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inControl = event.target.closest("button, a, summary, input, textarea");
    if (inControl && (event.key === " " || event.key === "Enter")) return;
    if (moves[event.key]) {
      event.preventDefault();
      show(moves[event.key](), true);
    } else if (event.key === "n" || event.key === "N") {
      toggle();
    } else if (event.key === "f" || event.key === "F") {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (root.requestFullscreen) root.requestFullscreen();
    }
  });
  addEventListener("storage", (event) => {
    if (event.key === key && event.newValue) show(Number.parseInt(event.newValue, 10) || 1, false);
  });
  addEventListener("hashchange", () => {
    show(Number.parseInt(location.hash.slice(1), 10) || 1, true);
  });
  root.classList.add("tandem-running");
  show(current, false);
})();
