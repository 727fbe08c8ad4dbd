/* Shows a deck one slide at a time. Windows on the same deck follow each other, in another
   language, too, so that one can be projected and the other show the notes. Needs no network. */
(() => {
  "use strict";
  const slides = [...document.querySelectorAll(".tandem-slide")];
  const bar = document.querySelector(".tandem-deck");
  if (!slides.length || !bar) return;
  const root = document.documentElement;
  /* A window for whoever speaks: the notes in large letters, and what comes next. */
  const isPresenter = new URLSearchParams(location.search).has("presenter");
  if (isPresenter) root.classList.add("tandem-presenter", "tandem-with-notes");
  const site = new URL(bar.dataset.root || "./", location.href).pathname;
  const key = `tandem-slides:${site}${bar.dataset.key}`;
  let current = Math.min(Math.max(Number.parseInt(location.hash.slice(1), 10) || 1, 1), slides.length);

  /* What stands in no catalog of the page's language is English, and says so. */
  const speak = (made, name) => {
    if (bar.dataset[`${name}Lang`]) made.lang = bar.dataset[`${name}Lang`];
    return bar.dataset[name];
  };
  const button = (text, name, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.title = speak(made, name);
    made.setAttribute("aria-label", made.title);
    made.addEventListener("click", action);
    bar.append(made);
    return made;
  };
  /* Few words are large.  Letters shrink until all is seen, but not so far that nobody can
     read them; what is too long even then is scrolled.  Beside the notes and on
     paper they may be smaller. */
  const SCALES = [1.5, 1.25, 1.1, 1, 0.9, 0.8, 0.72, 0.65];
  const SMALL = [...SCALES, 0.55, 0.45];
  const LEAST = 15;
  const shownOf = (slide) => slide.querySelector(".tandem-shown");
  const left = (box) => box.scrollHeight - box.clientHeight - box.scrollTop;
  const reach = (box) => {
    if (box && box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else if (box) box.removeAttribute("tabindex");
  };
  const tell = () => {
    more.hidden = left(shownOf(slides[current - 1])) <= 2;
  };
  const fit = (slide) => {
    const text = shownOf(slide);
    const columns = text.querySelector(".tandem-columns");
    const picture = columns && columns.querySelector("img");
    if (picture && picture.naturalHeight) {
      const ratio = picture.naturalWidth / picture.naturalHeight;
      columns.style.setProperty("--tandem-ratio", ratio);
      columns.classList.toggle("tandem-wide", ratio > 2);
    }
    text.style.fontSize = "";
    const whole = parseFloat(getComputedStyle(text).fontSize);
    /* The picture is large on its slide, and the title on the first one. */
    const isFull = text.querySelector("h1, img, svg") !== null;
    const isPaper = root.classList.contains("tandem-paper");
    for (const scale of isPaper || root.classList.contains("tandem-with-notes") ? SMALL : SCALES) {
      if (scale > 1 && isFull) continue;
      if (scale < 1 && whole * scale < (isPaper ? 12 : LEAST)) break;
      text.style.fontSize = scale === 1 ? "" : `${whole * scale}px`;
      /* Headings of slides have one size, but where all has to shrink. */
      text.style.setProperty("--tandem-grown", Math.max(scale, 1));
      if (text.scrollHeight <= text.clientHeight + 1) break;
    }
    reach(text);
    reach(slide.querySelector(".tandem-said"));
    tell();
  };
  /* An exercise counts its minutes down, once somebody starts it. */
  let [rest, ends, ticking, wound] = [0, 0, 0, 0];
  /* When the countdowns that run end, by the number of the first slide of the exercise. */
  const running = new Map();
  const timed = `${key}:countdown`;
  const headingOf = (slide) => slide?.querySelector("h2 > span:first-child")?.textContent;
  const firstOf = (place) => {
    const heading = headingOf(slides[place - 1]);
    while (heading && place > 1 && headingOf(slides[place - 2]) === heading) place -= 1;
    return place;
  };
  const write = () => {
    const seconds = Math.max(Math.ceil(rest / 1000), 0);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("tandem-clock-over", seconds === 0);
  };
  const halt = () => {
    clearInterval(ticking);
    ticking = 0;
    clock.setAttribute("aria-pressed", "false");
  };
  const tick = () => {
    rest = ends - Date.now();
    if (rest <= 0) halt();
    write();
  };
  const goOn = () => {
    ticking = setInterval(tick, 250);
    clock.setAttribute("aria-pressed", "true");
  };
  const run = () => {
    if (ticking || rest <= 0) halt();
    else {
      ends = Date.now() + rest;
      goOn();
    }
    if (!ticking) ends = 0;
    running.set(wound, ends);
    try {
      localStorage.setItem(timed, JSON.stringify({ of: wound, rest, ends }));
    } catch { /* the other window does not follow */ }
  };
  /* Show the countdown of the exercise on the slide; one that runs goes on while others are shown. */
  const wind = (place) => {
    const minutes = slides[place - 1].querySelector("h2 .tandem-minutes");
    const given = minutes && minutes.textContent.match(/\d+/);
    halt();
    wound = place;
    clock.hidden = !given;
    ends = running.get(place) || 0;
    rest = ends ? ends - Date.now() : given ? Number(given[0]) * 60000 : 1;
    if (ends && rest > 0) goOn();
    write();
  };
  /* What another window says of a countdown. */
  const hear = (text) => {
    try {
      const told = JSON.parse(text);
      running.set(told.of, told.ends);
      if (told.of !== wound) return;
      wind(wound);
      if (told.ends) return;
      rest = told.rest;
      write();
    } catch { /* nothing that a deck has written */ }
  };
  const show = (number, isOurs) => {
    current = Math.min(Math.max(number, 1), slides.length);
    slides.forEach((slide, place) => {
      slide.classList.toggle("tandem-current", place + 1 === current);
      slide.classList.toggle("tandem-next", isPresenter && place === current);
    });
    const shown = slides[current - 1];
    const first = firstOf(current);
    if (first !== wound) wind(first);
    fit(shown);
    shownOf(shown).scrollTop = 0;
    tell();
    counter.textContent = `${current} / ${slides.length}`;
    const after = slides[current]?.querySelector("h1, h2");
    following.textContent = after ? `› ${after.textContent}` : "";
    history.replaceState(null, "", `#${current}`);
    if (!isOurs) return;
    try {
      localStorage.setItem(key, String(current));
    } catch { /* the other window does not follow */ }
  };
  const present = () => {
    const address = new URL(location.href);
    address.search = "presenter";
    open(address, `tandem-presenter${bar.dataset.key}`, "popup,width=1200,height=800");
  };
  const toggle = () => {
    if (isPresenter) return;
    notes.setAttribute("aria-pressed", String(root.classList.toggle("tandem-with-notes")));
    fit(slides[current - 1]);
  };
  /* A slide that does not fit is read to its end before the next one comes. */
  const scrolls = (isDown, step) => {
    const shown = shownOf(slides[current - 1]);
    if (isDown ? left(shown) <= 2 : shown.scrollTop <= 2) return false;
    shown.scrollBy({ top: isDown ? step(shown) : -step(shown) });
    return true;
  };
  const page = (shown) => shown.clientHeight * 0.85;
  const line = () => 80;
  const move = (isDown, step = page) => {
    /* What the presenter sees is smaller than what the class sees, which has to move. */
    const isPreview = isPresenter && step === page;
    if (isPreview || !scrolls(isDown, step)) show(current + (isDown ? 1 : -1), true);
  };
  button("‹", "previous", () => move(false));
  const counter = document.createElement("span");
  counter.setAttribute("role", "status");
  bar.append(counter);
  button("›", "next", () => move(true));
  const notes = button("N", "notes", toggle);
  notes.setAttribute("aria-pressed", "false");
  if (isPresenter) notes.remove();
  else button("P", "presenter", present);

  const clock = button("", "clock", run);
  clock.className = "tandem-countdown";
  clock.setAttribute("aria-pressed", "false");

  /* Beside the notes: what comes next. */
  const following = document.createElement("span");
  following.className = "tandem-following";
  following.title = speak(following, "next");
  bar.append(following);

  const more = document.createElement("span");
  more.className = "tandem-more";
  more.textContent = `↓ ${speak(more, "more")}`;
  more.hidden = true;
  bar.append(more);
  const strip = bar.querySelector(".tandem-strip");
  if (strip) bar.append(strip);

  const isMirrored = getComputedStyle(root).direction === "rtl";
  const moves = {
    ArrowRight: () => move(!isMirrored), ArrowLeft: () => move(isMirrored),
    ArrowDown: () => move(true, line), ArrowUp: () => move(false, line),
    " ": () => move(true), PageDown: () => move(true), PageUp: () => move(false),
    Home: () => show(1, true), End: () => show(slides.length, true),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inControl = event.target.closest("button, a, summary, input, textarea");
    if (inControl && (event.key === " " || event.key === "Enter")) return;
    const inNotes = event.target.closest(".tandem-said[tabindex]");
    if (inNotes && /^(Arrow|Page)(Up|Down)$/.test(event.key)) return;
    if (moves[event.key]) {
      event.preventDefault();
      moves[event.key]();
    } else if (event.key === "n" || event.key === "N") {
      toggle();
    } else if (event.key === "p" || event.key === "P") {
      if (!isPresenter) present();
    } else if (event.key === "f" || event.key === "F") {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (root.requestFullscreen) root.requestFullscreen();
    }
  });
  /* On a phone, a finger that sweeps aside moves, too. */
  let from = null;
  addEventListener("touchstart", ({ touches }) => {
    from = touches.length === 1 ? touches[0] : null;
  }, { passive: true });
  addEventListener("touchend", ({ changedTouches: [to] }) => {
    const [x, y] = from ? [to.clientX - from.clientX, to.clientY - from.clientY] : [0, 0];
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) {
      show(current + ((x < 0) === !isMirrored ? 1 : -1), true);
    }
  }, { passive: true });
  addEventListener("storage", (event) => {
    if (event.key === key && event.newValue) show(Number.parseInt(event.newValue, 10) || 1, false);
    if (event.key === timed && event.newValue) hear(event.newValue);
  });
  const again = () => fit(slides[current - 1]);
  addEventListener("resize", again);
  addEventListener("load", again);
  addEventListener("scroll", tell, true);
  addEventListener("toggle", again, true);
  addEventListener("beforeprint", () => {
    root.classList.add("tandem-paper");
    for (const slide of slides) {
      slides.forEach((other) => other.classList.toggle("tandem-current", other === slide));
      fit(slide);
    }
  });
  addEventListener("afterprint", () => {
    root.classList.remove("tandem-paper");
    show(current, false);
  });
  addEventListener("hashchange", () => {
    show(Number.parseInt(location.hash.slice(1), 10) || 1, true);
  });
  root.classList.add("tandem-running");
  /* Where one slide is all that there is, its heading is the first. */
  for (const heading of document.querySelectorAll(".tandem-shown > h2")) heading.ariaLevel = "1";
  try {
    const told = JSON.parse(localStorage.getItem(timed) || "{}");
    if (told.ends > Date.now()) running.set(told.of, told.ends);
  } catch { /* nothing is known of other windows */ }
  show(current, false);
})();
