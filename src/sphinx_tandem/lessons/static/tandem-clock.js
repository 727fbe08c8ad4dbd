/* The clock of a session: what should be running, how late one is, what to leave out. All
   lessons of a session, their slides and their languages show the same one. It keeps its
   state on this device alone, needs no network, and survives a reload. */
(() => {
  "use strict";
  const data = document.getElementById("tandem-plan");
  if (!data) return;
  const { root, sessions, words } = JSON.parse(data.textContent);
  const bar = document.querySelector(".tandem-deck");
  // Several sites may stand on one host; the languages of a site share its clocks.
  const keyOf = (session) => `tandem-clock:${new URL(root, location.href).pathname}${session.key}`;

  const fill = (text, values) =>
    text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name]));
  /* What a clock on the wall shows so many minutes after the beginning. */
  const wall = (minutes) => new Date(state.started + minutes * 60000)
    .toLocaleTimeString(words.lang, { hour: "numeric", minute: "2-digit" });
  const time = (minutes) =>
    `${Math.floor(minutes / 60)}:${String(Math.floor(minutes % 60)).padStart(2, "0")}`;

  // Where storage is forbidden the clock runs all the same, until the page is left.
  const fresh = () => ({ started: null, at: 0, stopped: false });
  const read = (text, rows) => {
    try {
      const kept = JSON.parse(text);
      const isRight = kept && (kept.started === null || Number.isFinite(kept.started));
      return isRight && rows[kept.at] ? kept : null;
    } catch {
      return null;
    }
  };
  const kept = (session) => {
    try {
      return read(localStorage.getItem(keyOf(session)), session.rows);
    } catch {
      return null; // nothing was kept
    }
  };
  const runs = (found) => found && found.started !== null && !found.stopped;
  // Where several sessions have a clock, the one that runs is shown.
  let session, rows, end, key, state;
  const choose = (one) => {
    session = one;
    rows = one.rows;
    end = rows.reduce((last, row) => Math.max(last, row.start + row.minutes), 0);
    key = keyOf(one);
    state = kept(one) || fresh();
  };
  choose(sessions.find((one) => runs(kept(one))) || sessions[0]);
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
  const rest = document.createElement("div");
  rest.className = "tandem-clock-buttons tandem-clock-rest";
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
  const starts = sessions.map((one) => button("", () => {
    choose(one);
    state = { ...fresh(), started: Date.now() };
    forgotten = "";
    next.focus();
  }));
  const next = button("", () => { state.at = Math.min(rows.length - 1, state.at + 1); });
  next.title = words.next;
  next.setAttribute("aria-label", words.next);
  element("span", words.next, next);
  const more = element("button", words.more, controls);
  more.type = "button";
  const open = (isOpen) => {
    rest.hidden = !isOpen;
    more.setAttribute("aria-expanded", String(isOpen));
    panel.classList.toggle("tandem-clock-open", isOpen);
  };
  more.addEventListener("click", () => open(rest.hidden));
  panel.append(rest);
  const place = element("a", "", rest);
  button(words.back, () => { state.at = Math.max(0, state.at - 1); }, rest);
  button(words.earlier, () => { state.started -= 60000; }, rest);
  button(words.later, () => { state.started = Math.min(Date.now(), state.started + 60000); }, rest);
  button(words.stop, () => {
    state.stopped = true;
    open(false);
    goOn.focus();
  }, rest);
  open(false);
  const table = document.querySelector(".tandem-edition table");
  if (bar) Object.assign(panel, { className: "tandem-session" }).replaceChildren(face, status);
  if (bar) bar.append(panel);
  else if (table) (table.closest(".pst-scrollable-table-container") || table).before(panel);
  else (document.querySelector("main h1") || document.body.lastChild).after(panel);
  // It lies on the page while it runs: the end of the page and what has the focus stay in sight.
  new ResizeObserver(() => {
    const height = runs(state) && !bar ? panel.offsetHeight : 0;
    document.documentElement.style.setProperty("--tandem-clock", `${height}px`);
  }).observe(panel);

  const mark = (planned) => {
    for (const old of document.querySelectorAll(".tandem-is-planned, .tandem-is-here")) {
      old.classList.remove("tandem-is-planned", "tandem-is-here");
    }
    // The table of a page has the rows of its lesson alone.
    const lines = document.querySelectorAll(".tandem-plan tbody tr");
    const own = rows.filter((row) => row.here);
    lines[own.indexOf(rows[planned])]?.classList.add("tandem-is-planned");
    lines[own.indexOf(rows[state.at])]?.classList.add("tandem-is-here");
  };
  let said = "";
  const isForgotten = () =>
    runs(state) && Date.now() - state.started > (end + FORGOTTEN) * 60000;
  const begun = () => fill(words.forgotten, {
    time: new Date(state.started).toLocaleString(words.lang),
  });
  const show = () => {
    if (isForgotten()) {
      forgotten = begun();
      state = fresh();
      keep();
    }
    const on = runs(state);
    starts.forEach((start, number) => {
      const isOwn = sessions[number] === session;
      const text = isOwn && state.stopped ? words.again : words.start;
      start.hidden = on;
      start.textContent = sessions.length > 1 ? `${text} (${sessions[number].title})` : text;
    });
    goOn.hidden = !state.stopped;
    next.hidden = more.hidden = !on;
    if (!on) open(false);
    panel.classList.toggle("tandem-clock-runs", on && !bar);
    document.documentElement.classList.toggle("tandem-clock-on", on && !bar);
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
    const delay = late >= 1 ? fill(words.late, { count: Math.floor(late) })
      : late <= -1 ? fill(words.early, { count: Math.floor(-late) }) : words.onTime;
    const here = rows[state.at];
    place.textContent = fill(words.here, { title: here.title });
    place.href = here.href;
    place.hidden = !here.href;
    // What matters most comes first: a phone shows no more than a line of this.
    const text = (bar ? [delay] : [
      delay,
      fill(words.here, { title: here.title }),
      row ? fill(words.now, { title: row.title, time: wall(row.start + row.minutes) }) : words.over,
    ]).join(" · ");
    if (text !== said) status.textContent = said = text;
    const ahead = rows.slice(state.at + 1).reduce((sum, each) => sum + each.minutes, 0);
    // When the time is over nothing can be shortened any more.
    if (!row && ahead) element("li", fill(words.rest, { count: ahead }), advice);
    else if (row && late >= 1) for (const each of remedies(late)) element("li", each, advice);
    mark(planned);
  };
  // The same session in another window: both show the same.
  addEventListener("storage", (event) => {
    const changed = sessions.find((one) => keyOf(one) === event.key);
    const other = changed && event.newValue && read(event.newValue, changed.rows);
    if (!other || (changed !== session && !runs(other))) return;
    if (isForgotten()) forgotten = begun();
    choose(changed);
    state = other;
    show();
  });
  show();
  setInterval(show, 5000);
})();
