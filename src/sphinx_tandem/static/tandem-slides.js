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
  /* Letters shrink until all is seen, but not so far that nobody can read them; what is
     too long even then is scrolled. */
  const SCALES = [1, 0.9, 0.8, 0.72, 0.65];
  const fit = (slide) => {
    const text = slide.querySelector(".tandem-shown");
    const isWhole = () => slide.scrollHeight <= slide.clientHeight + 1;
    for (const scale of SCALES) {
      text.style.fontSize = "";
      if (scale < 1) text.style.fontSize = `${parseFloat(getComputedStyle(text).fontSize) * scale}px`;
      if (isWhole()) break;
    }
    slide.scrollTop = 0;
    if (isWhole()) slide.removeAttribute("tabindex");
    else slide.tabIndex = 0;
  };
  const show = (number, tell) => {
    current = Math.min(Math.max(number, 1), slides.length);
    slides.forEach((slide, place) => {
      slide.classList.toggle("tandem-current", place + 1 === current);
    });
    const shown = slides[current - 1];
    fit(shown);
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
  /* A slide that does not fit is read to its end before the next one comes. */
  const scrolls = (key) => {
    const shown = slides[current - 1];
    const left = shown.scrollHeight - shown.clientHeight - shown.scrollTop;
    const isDown = ["ArrowDown", "PageDown", " "].includes(key) && left > 2;
    const isUp = ["ArrowUp", "PageUp"].includes(key) && shown.scrollTop > 2;
    if (!isDown && !isUp) return false;
    const step = key.startsWith("Arrow") ? 80 : shown.clientHeight * 0.85;
    shown.scrollBy({ top: isDown ? step : -step });
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inControl = event.target.closest("button, a, summary, input, textarea");
    if (inControl && (event.key === " " || event.key === "Enter")) return;
    if (moves[event.key]) {
      event.preventDefault();
      if (!scrolls(event.key)) show(moves[event.key](), true);
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
  const again = () => fit(slides[current - 1]);
  addEventListener("resize", again);
  addEventListener("load", again);
  addEventListener("beforeprint", () => {
    for (const text of document.querySelectorAll(".tandem-shown")) text.style.fontSize = "";
  });
  addEventListener("afterprint", again);
  addEventListener("hashchange", () => {
    show(Number.parseInt(location.hash.slice(1), 10) || 1, true);
  });
  root.classList.add("tandem-running");
  show(current, false);
})();
