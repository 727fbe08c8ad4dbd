/* What a learner has done and written, kept on this device alone. The lesson is whole
   without it: boxes for answers appear only when somebody asks for them. */
(() => {
  "use strict";
  const data = document.getElementById("tandem-progress");
  const exercises = [...document.querySelectorAll(".tandem-exercise[id]")];
  const points = [...document.querySelectorAll('.tandem-checklist li[id^="check-"], .tandem-prerequisites li[id^="check-"]')];
  if (!data) return;
  const { page, root, title, words, course, rail } = JSON.parse(data.textContent);
  // Several sites may stand on one host; the languages of a site share what one has done.
  const key = `tandem-progress:${new URL(root, location.href).pathname}`;
  const fill = (text, values) =>
    text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name]));

  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  };
  const save = (all) => {
    try {
      localStorage.setItem(key, JSON.stringify(all));
      return true;
    } catch {
      return false;
    }
  };
  const own = () => {
    const found = load()[page];
    return found && typeof found === "object" ? found : {};
  };
  const set = (id, changes) => {
    const all = load();
    const mine = all[page] && typeof all[page] === "object" ? all[page] : {};
    mine[id] = { ...mine[id], ...changes };
    all[page] = mine;
    isKept = save(all);
  };
  let isKept = true;
  if (!save(load())) return; // nothing can be kept here

  const element = (name, text, parent, type) => {
    const made = document.createElement(name);
    if (type) made.type = type;
    made.textContent = text;
    parent.append(made);
    return made;
  };
  const heading = (box) => {
    const found = box.querySelector(".tandem-title");
    return (found || box.querySelector(".tandem-kind") || box).textContent.trim();
  };

  const parts = exercises.map((box) => {
    const place = document.createElement("div");
    place.className = "tandem-own";
    const label = element("label", "", place);
    Object.assign(label, { lang: words.lang, dir: words.dir });
    const done = element("input", "", label, "checkbox");
    label.append(` ${words.done}`);
    done.setAttribute("aria-label", `${words.done}: ${heading(box)}`);
    const answer = document.createElement("textarea");
    answer.rows = 4;
    answer.setAttribute("aria-label", fill(words.answer, { title: heading(box) }));
    place.append(answer);
    done.addEventListener("change", () => { set(box.id, { done: done.checked, title: heading(box) }); count(); });
    const paper = element("div", "", place);
    paper.className = "tandem-own-paper";
    answer.addEventListener("input", () => {
      paper.textContent = answer.value;
      set(box.id, { answer: answer.value, title: heading(box) });
      count();
    });
    for (const summary of box.querySelectorAll("summary")) {
      summary.setAttribute("aria-label", `${summary.textContent.trim()}: ${heading(box)}`);
    }
    const fold = box.querySelector(":scope > details");
    box.insertBefore(place, fold);
    return { box, done, answer, paper };
  });
  /* A point of a checklist is ticked in its place. */
  const ticks = points.map((box) => {
    const name = box.textContent.trim().replace(/\s+/g, " ");
    const done = document.createElement("input");
    done.type = "checkbox";
    box.querySelector(".task-list-item-checkbox")?.remove();
    done.className = "tandem-tick";
    done.setAttribute("aria-label", name);
    box.prepend(done);
    done.addEventListener("change", () => { set(box.id, { done: done.checked, title: name }); });
    return { box, done, name };
  });

  const panel = document.createElement("section");
  panel.className = "tandem-own tandem-own-panel";
  Object.assign(panel, { lang: words.lang, dir: words.dir });
  panel.setAttribute("aria-label", words.name);
  const told = element("p", "", panel);
  told.setAttribute("role", "status");
  element("p", words.where, panel);
  const row = element("p", "", panel);
  const button = (text, action) =>
    element("button", text, row, "button").addEventListener("click", action);

  const show = () => {
    const mine = own();
    for (const { box, done } of ticks) done.checked = mine[box.id]?.done === true;
    for (const { box, done, answer, paper } of parts) {
      const kept = mine[box.id] || {};
      done.checked = kept.done === true;
      // What somebody is writing is newer than what another window kept.
      if (document.activeElement === answer) continue;
      answer.value = paper.textContent = typeof kept.answer === "string" ? kept.answer : "";
    }
    count();
  };
  /* How far one is in each lesson of the course, at its number above the lesson. */
  const stops = [...document.querySelectorAll(".tandem-rail a")];
  const names = stops.map((stop) => stop.title);
  const mark = () => {
    const all = load();
    for (const [place, [lesson, ids]] of (rail || []).entries()) {
      const stop = stops[place];
      if (!stop || !ids.length) continue;
      const number = ids.filter((id) => all[lesson]?.[id]?.done === true).length;
      const said = `${names[place]} – ${fill(words.count, { count: number, total: ids.length })}`;
      stop.title = said;
      stop.setAttribute("aria-label", said);
      stop.classList.toggle("tandem-begun", number > 0);
      stop.style.setProperty("--tandem-share", `${(100 * number) / ids.length}%`);
    }
  };
  const count = () => {
    mark();
    if (course) {
      const all = load();
      const isDone = ([lesson, id]) => all[lesson]?.[id]?.done === true;
      told.textContent = fill(words.count, { count: course.filter(isDone).length, total: course.length });
      return;
    }
    if (!parts.length) return;
    const number = parts.filter(({ done }) => done.checked).length;
    const text = fill(words.count, { count: number, total: parts.length });
    const said = isKept ? text : `${text}. ${words.full}`;
    if (told.textContent !== said) told.textContent = said;
  };
  /* Answers to exercises that the page has no more: their authors still want them. */
  const strays = () => {
    const here = new Set([...parts, ...ticks].map(({ box }) => box.id));
    return Object.entries(own()).filter(
      ([id, kept]) => !here.has(id) && kept && (kept.answer || kept.done),
    );
  };

  /* One Markdown file: people read it, and the same words are read back from it. */
  const markdown = () => {
    const lines = [`# ${title}`, ""];
    const add = (isDone, name, id, text) => {
      lines.push(`## [${isDone ? "x" : " "}] ${name} {#${id}}`, "");
      if (text) lines.push(...text.split("\n").map((line) => `> ${line}`), "");
    };
    for (const { box, done, name } of ticks) add(done.checked, name, box.id, "");
    for (const { box, done, answer } of parts) add(done.checked, heading(box), box.id, answer.value);
    for (const [id, kept] of strays()) {
      add(kept.done === true, `${kept.title || id} (${words.gone})`, id, String(kept.answer || ""));
    }
    return `${lines.join("\n").trimEnd()}\n`;
  };
  const parse = (text) => {
    const found = {};
    let id = "";
    for (const line of text.split(/\r?\n/)) {
      const head = /^## \[( |x|X)\] (.*) \{#([^}]+)\}\s*$/.exec(line);
      if (head) {
        id = head[3];
        const name = head[2].replace(` (${words.gone})`, "");
        found[id] = { done: head[1] !== " ", answer: [], name };
      } else if (id && line.startsWith(">")) {
        found[id].answer.push(line.replace(/^> ?/, ""));
      }
    }
    return found;
  };
  button(words.export, () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([markdown()], { type: "text/markdown" }));
    link.download = `${page.split("/").pop()}.md`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  const chosen = document.createElement("input");
  chosen.type = "file";
  chosen.accept = ".md,text/markdown,text/plain";
  chosen.hidden = true;
  panel.append(chosen);
  button(words.import, () => chosen.click());
  chosen.addEventListener("change", async () => {
    const file = chosen.files[0];
    chosen.value = "";
    if (!file) return;
    const found = parse(await file.text());
    const known = [...parts, ...ticks].filter(({ box }) => found[box.id]);
    const mine = own();
    const others = Object.entries(found).filter(
      ([id, { answer }]) => mine[id]?.answer && mine[id].answer !== answer.join("\n"),
    );
    if (others.length && !confirm(words.replace)) return;
    if (known.length) {
      for (const [id, { done, answer, name }] of Object.entries(found)) {
        set(id, { done, answer: answer.join("\n"), title: name });
      }
    }
    show();
    if (!known.length) told.textContent = words.foreign;
  });
  button(words.erase, () => {
    if (!confirm(words.sure)) return;
    const all = load();
    delete all[page];
    save(all);
    show();
  });
  const last = exercises[exercises.length - 1] || points[points.length - 1];
  const plan = document.querySelector(".tandem-timetable, .tandem-schedule");
  if (course) {
    panel.replaceChildren(told);
    (plan || document.querySelector("h1")).after(panel);
  } else {
    const part = last.closest("section");
    (part?.parentElement?.closest("section") || part || last.parentElement).append(panel);
  }
  addEventListener("storage", (event) => { if (event.key === key) show(); });
  show();
})();
