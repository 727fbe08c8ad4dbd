/* The clock of an instructor edition: what should be running, how late one is, what to
   leave out. It keeps its state on this device alone, needs no network, and survives a
   reload. The plan stands in the page as data. */
(() => {
  "use strict";
  const data = document.getElementById("tandem-plan");
  if (!data) return;
  const plan = JSON.parse(data.textContent);
  const rows = plan.rows;
  const words = plan.words;
  const end = rows.reduce((last, row) => Math.max(last, row.start + row.minutes), 0);
  const key = `tandem-clock:${location.pathname}`;

  const fill = (text, values) =>
    text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name]));
  /* What a clock on the wall shows so many minutes after the beginning. */
  const wall = (minutes) => new Date(state.started + minutes * 60000)
    .toLocaleTimeString(words.lang, { hour: "numeric", minute: "2-digit" });
  const time = (minutes) =>
    `${Math.floor(minutes / 60)}:${String(Math.floor(minutes % 60)).padStart(2, "0")}`;

  // Where storage is forbidden the clock runs all the same, until the page is left.
  const fresh = () => ({ started: null, at: 0, stopped: false });
  let state = fresh();
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Number.isFinite(kept.started) && Number.isInteger(kept.at)) state = kept;
  } catch { /* nothing was kept */ }
  if (!rows[state.at]) state.at = 0;
  // Nobody teaches on for so many minutes: the clock was forgotten.
  const FORGOTTEN = 240;
  let forgotten = "";
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(state));
    } catch { /* nothing can be kept */ }
  };

  /* How many minutes late: since the part that one is at should have ended; negative
     when it should not even have begun. */
  const lateness = (elapsed) => {
    const row = rows[state.at];
    if (elapsed < row.start) return elapsed - row.start;
    return Math.max(0, elapsed - (row.start + row.minutes));
  };

  /* What makes up for so many minutes: optional exercises first, then the longest talk,
     but never the end, where one says how things go on. */
  const remedies = (late) => {
    const found = [];
    let left = Math.ceil(late);
    const ahead = rows.slice(state.at + 1);
    for (const row of ahead.filter((each) => each.optional && each.minutes)) {
      if (left <= 0) break;
      found.push(fill(words.skip, { title: row.title, count: row.minutes }));
      left -= row.minutes;
    }
    const talks = ahead.slice(0, -1).filter((each) => !each.optional && each.kind === "teaching");
    for (const row of talks.sort((one, other) => other.minutes - one.minutes)) {
      const saved = Math.min(left, Math.floor(row.minutes / 2));
      if (saved <= 0) continue;
      found.push(fill(words.shorten, { title: row.title, count: saved }));
      left -= saved;
    }
    if (left > 0) found.push(fill(words.rest, { count: left }));
    return found;
  };

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  };
  const panel = document.createElement("section");
  Object.assign(panel, { className: "tandem-clock", lang: words.lang, dir: words.dir });
  panel.setAttribute("aria-label", words.name);
  const face = element("p", "", panel);
  face.className = "tandem-clock-face";
  const status = element("p", "", panel);
  status.setAttribute("role", "status");
  const advice = element("ul", "", panel);
  const controls = element("div", "", panel);
  controls.className = "tandem-clock-buttons";
  // Of what is seldom wanted, nothing is pressed by accident.
  const more = document.createElement("details");
  element("summary", words.more, more);
  const button = (text, action, parent = controls) => {
    const made = element("button", text, parent);
    made.type = "button";
    made.addEventListener("click", () => {
      action();
      keep();
      show();
    });
    return made;
  };
  const goOn = button(words.goOn, () => {
    state.stopped = false;
    next.focus();
  });
  const start = button(words.start, () => {
    state = { ...fresh(), started: Date.now() };
    forgotten = "";
    next.focus();
  });
  const next = button(words.next, () => { state.at = Math.min(rows.length - 1, state.at + 1); });
  controls.append(more);
  button(words.back, () => { state.at = Math.max(0, state.at - 1); }, more);
  button(words.earlier, () => { state.started -= 60000; }, more);
  button(words.later, () => { state.started = Math.min(Date.now(), state.started + 60000); }, more);
  button(words.stop, () => {
    state.stopped = true;
    more.open = false;
    goOn.focus();
  }, more);
  const table = document.querySelector(".tandem-edition table");
  if (table) (table.closest(".pst-scrollable-table-container") || table).before(panel);
  else document.body.append(panel);
  // It lies on the page while it runs: the end of the page and what has the focus stay in sight.
  new ResizeObserver(() => {
    const height = state.started !== null && !state.stopped ? panel.offsetHeight : 0;
    document.documentElement.style.setProperty("--tandem-clock", `${height}px`);
  }).observe(panel);

  const mark = (planned) => {
    for (const old of document.querySelectorAll(".tandem-is-planned, .tandem-is-here")) {
      old.classList.remove("tandem-is-planned", "tandem-is-here");
    }
    const lines = document.querySelectorAll(".tandem-plan tbody tr");
    if (lines[planned]) lines[planned].classList.add("tandem-is-planned");
    if (lines[state.at]) lines[state.at].classList.add("tandem-is-here");
  };
  let said = "";
  const isForgotten = () =>
    state.started !== null && !state.stopped && Date.now() - state.started > (end + FORGOTTEN) * 60000;
  const begun = () => fill(words.forgotten, {
    time: new Date(state.started).toLocaleString(words.lang),
  });
  const show = () => {
    if (isForgotten()) {
      forgotten = begun();
      state = fresh();
      keep();
    }
    const on = state.started !== null && !state.stopped;
    start.hidden = on;
    start.textContent = state.stopped ? words.again : words.start;
    goOn.hidden = !state.stopped;
    next.hidden = more.hidden = !on;
    panel.classList.toggle("tandem-clock-runs", on);
    document.documentElement.classList.toggle("tandem-clock-on", on);
    advice.replaceChildren();
    if (!on) {
      face.textContent = "";
      if (forgotten !== said || !said) status.textContent = said = forgotten;
      for (const old of document.querySelectorAll(".tandem-is-planned, .tandem-is-here")) {
        old.classList.remove("tandem-is-planned", "tandem-is-here");
      }
      return;
    }
    const elapsed = Math.max(0, (Date.now() - state.started) / 60000);
    const planned = rows.findIndex((row) => elapsed < row.start + row.minutes);
    const row = rows[planned];
    face.textContent = `${time(elapsed)} / ${time(end)} h`;
    const late = lateness(elapsed);
    const parts = [
      row ? fill(words.now, { title: row.title, time: wall(row.start + row.minutes) }) : words.over,
      fill(words.here, { title: rows[state.at].title }),
    ];
    if (late >= 1) parts.push(fill(words.late, { count: Math.floor(late) }));
    else if (late <= -1) parts.push(fill(words.early, { count: Math.floor(-late) }));
    else parts.push(words.onTime);
    const text = parts.join(" · ");
    if (text !== said) status.textContent = said = text;
    const rest = rows.slice(state.at + 1).reduce((sum, each) => sum + each.minutes, 0);
    // When the time is over nothing can be shortened any more.
    if (!row && rest) element("li", fill(words.rest, { count: rest }), advice);
    else if (row && late >= 1) for (const each of remedies(late)) element("li", each, advice);
    mark(planned);
  };
  // The same lesson in another window: both show the same.
  addEventListener("storage", (event) => {
    if (event.key !== key || !event.newValue) return;
    try {
      const other = JSON.parse(event.newValue);
      const isRight = other && (other.started === null || Number.isFinite(other.started));
      if (!isRight || !rows[other.at]) return;
      if (isForgotten()) forgotten = begun();
      state = other;
    } catch { return; }
    show();
  });
  show();
  setInterval(show, 5000);
})();
