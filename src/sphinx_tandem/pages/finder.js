// Searches the index that stands beside this script, and shows what it finds.
// How the index is made, and what its files hold, says sphinx_tandem/pages/search_index.py.
var tandemSearch = (() => {
  const indexes = new Map();
  const files = new Map();
  const loading = new Map();
  let own;

  // -- Files: scripts that hand over data, as a browser loads nothing else from a disk ----------

  const load = (address) => {
    if (!loading.has(address)) {
      const loaded = new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = done;
        script.onerror = () => fail(new Error(address));
        document.head.append(script);
      });
      loaded.catch(() => loading.delete(address));
      loading.set(address, loaded);
    }
    return loading.get(address);
  };
  const add = (name, data) => files.set(name, data);
  const file = async (index, name) => {
    await load(`${index.home}${index.folder}/${name}.js`);
    return files.get(`${index.folder}/${name}`);
  };

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const numbers = (text) => {
    const found = [];
    let [value, factor] = [0, 1];
    for (const digit of text) {
      const bits = DIGITS.indexOf(digit);
      value += (bits & 31) * factor;
      factor *= 32;
      if (bits < 32) {
        found.push(value);
        [value, factor] = [0, 1];
      }
    }
    return found;
  };

  const begin = (told) => {
    const home = document.currentScript.src.replace(/[^/]*$/, "");
    const pages = numbers(told.parts).flatMap((count, page) => Array(count).fill(page));
    const root = home.replace(/[^/]*\/$/, "");
    const index = { ...told, home, root, pages, starts: told.starts.split(" "), ends: told.ends.split(" ") };
    indexes.set(home, index);
    own ??= index;
  };

  // -- Words, as search_index.py cuts them ------------------------------------------------------------

  const ALIKE = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" };
  const ACCENTS =
    /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200d\u2060\u00ad]/g;
  const WORD = /[\p{L}\p{N}\p{M}_\u200b-\u200d\u2060\u00ad]+/gu;
  const fold = (text) =>
    text
      .toLowerCase()
      .replace(/[ßæœøđðłıþ]/g, (letter) => ALIKE[letter])
      .normalize("NFKD")
      .replace(ACCENTS, "")
      .normalize("NFC");

  // The words of a text: how each is looked for, and where it stands.
  const split = (index, text) => {
    const found = [];
    const note = (part, start) => {
      const form = fold(part);
      if (form) found.push({ form, start, end: start + part.length });
    };
    for (const { 0: word, index: start } of text.matchAll(WORD)) {
      if (!index.letters) {
        note(word, start);
        continue;
      }
      const parts = new RegExp(`(${index.letters}+)|(?:(?!${index.letters}).)+`, "gsu");
      for (const part of word.matchAll(parts)) {
        const letters = [...part[0]];
        if (!part[1] || letters.length < 2) note(part[0], start + part.index);
        else {
          let at = start + part.index;
          letters.slice(1).forEach((letter, place) => {
            note(letters[place] + letter, at);
            at += letters[place].length;
          });
        }
      }
    }
    return found;
  };

  // -- Looking up -------------------------------------------------------------------------------

  const KEY = 3;
  // Which shards hold what begins with some letters, "at" the one for all of the first three.
  const shardsOf = (starts, letters) => {
    const shardOf = (start) => Math.max(0, starts.findLastIndex((one) => one <= start));
    const [first, last] = [letters, `${letters}\uffff`].map(shardOf);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  };
  const beginning = (form, count) => [...form].slice(0, count).join("");

  // What the index knows of a word: its places with what they are worth, and the forms that
  // it has there.
  const lookUp = async (index, form, { translated = false, exactly = false } = {}) => {
    // A beginning of one or two letters may be in more than one.
    const wanted = shardsOf(index.starts, beginning(form, KEY)).slice(0, exactly ? 1 : 3);
    const shards = wanted.map((at) => file(index, `t${at}`));
    const found = { places: new Map(), forms: new Set(), exact: false, stop: false };
    const [near, grown, kindred] = [[], [], []];
    let longest = 3;
    for (const line of (await Promise.all(shards)).flatMap((shard) => shard.split("\n"))) {
      const [name, ...fields] = line.split("|");
      const base = name.replace("~", "");
      if ((name !== base) !== translated) continue;
      if (!base.startsWith(form) && !form.startsWith(base) && !isKin(base, form)) continue;
      const group = [];
      for (let at = 0; at < fields.length; at += 2) {
        group.push({ form: base + fields[at], places: fields[at + 1] });
      }
      const hit = group.find((one) => one.form === form);
      if (hit) {
        found.exact = true;
        found.stop = hit.places[0] === "!";
        near.push(...group.map((one) => [one, one === hit ? 1 : 0.8]));
      } else if (!exactly) {
        const more = group.filter((one) => one.form.startsWith(form));
        near.push(...more.map((one) => [one, 0.6 * Math.sqrt(form.length / one.form.length)]));
        if (!more.length && base.length > longest && form.length - base.length < Math.min(7, base.length)) {
          longest = base.length;
          grown.splice(0, grown.length, ...group.map((one) => [one, 0.6]));
        }
      }
      if (!hit && !exactly && !index.letters) {
        // "traducción" and "traducir", whose stems are two.
        const kin = group.filter((one) => isKin(one.form, form));
        kindred.push(...kin.map((one) => [one, 0.7]));
      }
    }
    if (found.exact) near.push(...kindred);
    found.guessed = !near.length;
    for (const [one, worth] of near.length ? near : grown) note(found, one, worth);
    return found;
  };
  const isKin = (one, other) => {
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    return at > 5 && Math.max(one.length, other.length) - at < 5;
  };
  const note = (found, { form, places }, worth) => {
    found.forms.add(form);
    let part = 0;
    for (const number of numbers(places.replace("!", ""))) {
      part += number >> 4;
      found.places.set(part, Math.max(found.places.get(part) || 0, (number & 15) * worth));
    }
  };
  const join = (found, other, worth = 1) => {
    for (const form of other.forms) found.forms.add(form);
    for (const [part, weight] of other.places) {
      found.places.set(part, Math.max(found.places.get(part) || 0, weight * worth));
    }
  };

  // Whether one letter too many, too few, another one or two in the wrong order tell two words apart.
  const isSlip = (one, other) => {
    if (one.length > other.length) return isSlip(other, one);
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    const rest = one.slice(at + 1);
    if (one.length < other.length) return one.slice(at) === other.slice(at + 1);
    if (rest === other.slice(at + 1)) return true;
    const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at];
    return isSwapped && one.slice(at + 2) === other.slice(at + 2);
  };
  const slipsOf = async (index, form) => {
    const { length } = form;
    if (length < 4 || !/^\p{L}+$/u.test(form)) return [];
    const [own] = shardsOf(index.starts, beginning(form, KEY));
    const starts = shardsOf(index.starts, form.slice(0, 2)).filter((at) => Math.abs(at - own) < 2);
    const ends = shardsOf(index.ends, [...form].reverse().slice(0, 2).join("")).slice(0, 4);
    const files = [...starts.map((at) => `t${at}`), ...ends.map((at) => `w${at}`)];
    const texts = await Promise.all(files.map((name) => file(index, name)));
    const words = texts.flatMap((text, at) =>
      at < starts.length
        ? text.split("\n").flatMap((line) => {
            const [base, ...fields] = line.split("|");
            const isWord = (_, place) => place % 2 === 0 && fields[place + 1][0] !== "!";
            return base[0] === "~" ? [] : fields.filter(isWord).map((rest) => base + rest);
          })
        : text.split(" "),
    );
    const near = [...new Set(words)].filter((one) => isSlip(form, one));
    const isLess = (one) => (one[0] === form[0] ? 0 : 2) + (one.length === length ? 1 : 0);
    return near.sort((one, other) => isLess(one) - isLess(other)).slice(0, 3);
  };

  // Two words of the site, where a reader wrote one.
  const halvesOf = async (index, form) => {
    for (let at = form.length - 3; at > 2; at -= 1) {
      const head = await lookUp(index, form.slice(0, at), { exactly: true });
      if (head.exact && !head.stop) {
        const tail = await lookUp(index, form.slice(at), { exactly: true });
        if (tail.exact && !tail.stop) return [head, tail];
      }
    }
    return [];
  };

  const find = async (index, text) => {
    const words = [...new Set(split(index, text).map(({ form }) => form))].slice(0, 12);
    const slips = [];
    const found = await Promise.all(words.map((form) => lookUp(index, form)));
    // What a page is called in another language, by which some readers know it.
    const told = await Promise.all(words.map((form) => lookUp(index, form, { translated: true })));
    found.forEach((one, at) => {
      if (!one.stop && !told[at].guessed) join(one, told[at], 0.7);
    });
    if (!index.letters) {
      for (let at = 0; at + 1 < words.length; at += 1) {
        const both = await lookUp(index, words[at] + words[at + 1], { exactly: true });
        if (both.exact) for (const one of [found[at], found[at + 1]]) join(one, both);
      }
    }
    const help = async (one, at) => {
      if (!one.guessed || !told[at].guessed || index.letters) return;
      const form = words[at];
      const [head, tail] = await halvesOf(index, form);
      const common = tail ? [...head.places].filter(([part]) => tail.places.has(part)) : [];
      if (common.length) {
        join(one, { forms: [...head.forms, ...tail.forms], places: common });
        return;
      }
      const near = await slipsOf(index, form);
      if (!near.length) return;
      slips.push([form, near[0]]);
      one.places.clear();
      one.forms.clear();
      for (const other of near) {
        join(one, await lookUp(index, other), other === near[0] ? 0.9 : 0.6);
      }
    };
    await Promise.all(found.map(help));
    const said = found.filter((one) => !one.stop);
    const needed = said.length ? said : found;
    const total = index.pages.length && index.pages.at(-1) + 1;
    const hits = new Map();
    for (const one of found) {
      const best = new Map();
      for (const [part, weight] of one.places) {
        const page = index.pages[part];
        if (!best.has(page) || best.get(page)[1] < weight) best.set(page, [part, weight]);
      }
      const rarity = Math.log(1 + total / (best.size || 1)) * (needed.includes(one) ? 1 : 0.3);
      for (const [page, [part, weight]] of best) {
        const hit = hits.get(page) || { page, score: 0, count: 0, parts: new Map() };
        hits.set(page, hit);
        hit.score += weight * rarity;
        hit.count += needed.includes(one) ? 1 : 0;
      }
      for (const [part, weight] of one.places) {
        const { parts } = hits.get(index.pages[part]);
        parts.set(part, (parts.get(part) || 0) + weight * rarity);
      }
    }
    const isOneWord = index.letters && !/\s/.test(text.trim());
    const sorted = [...hits.values()].sort((a, b) => b.score - a.score || a.page - b.page);
    const forms = new Map();
    found.forEach((one, at) => one.forms.forEach((form) => forms.set(form, at)));
    return {
      index,
      text: fold(text).trim(),
      words,
      forms,
      slips,
      all: sorted.filter((hit) => hit.count >= needed.length),
      // Some pairs of letters of one word are no word.
      some: sorted.filter((hit) => hit.count && hit.count < needed.length && !isOneWord),
    };
  };

  // -- What a hit shows -------------------------------------------------------------------------

  // The words of a text that were looked for: where each stands, and which it is.
  const matches = ({ index, words, forms }, text) =>
    split(index, text).flatMap((word, at, all) => {
      const next = all[at + 1];
      const both = next && text[word.end] === "-" && forms.get(word.form + next.form);
      if (both !== undefined && both !== false && next.start === word.end + 1) {
        return [{ ...word, end: next.end, which: both }];
      }
      const part = words.findIndex((one) => one.length > 3 && word.form.includes(one));
      const which = forms.get(word.form) ?? (part < 0 ? undefined : part);
      return which === undefined ? [] : [{ ...word, which }];
    });
  const variety = (found) => new Set(found.map(({ which }) => which)).size;

  const LENGTH = 170;
  const snippetOf = (search, text) => {
    const found = matches(search, text);
    let best = { start: 0, worth: 0 };
    for (const { start } of found) {
      const line = text.lastIndexOf("\n", start) + 1;
      const from = start - line < 70 ? line : text.indexOf(" ", start - 60) + 1 || start;
      const within = found.filter((one) => one.start >= from && one.end <= from + LENGTH);
      const worth = variety(within) * 10 + Math.min(within.length, 9);
      if (worth > best.worth) best = { start: from, worth };
    }
    let end = Math.min(text.length, best.start + LENGTH);
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), best.start + LENGTH / 2);
    const isCut = best.start && text[best.start - 1] !== "\n";
    const shown = text.slice(best.start, end).replaceAll("\n", " ");
    return { worth: best.worth, text: `${isCut ? "… " : ""}${shown}${end < text.length ? " …" : ""}` };
  };

  const cardOf = async (search, hit) => {
    const [part] = [...hit.parts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    const [title, url, sections] = await file(search.index, `p${part}`);
    let best;
    for (const [anchor, heading, text] of sections) {
      const snippet = snippetOf(search, text);
      const worth = variety(matches(search, anchor ? heading : title)) * 25 + snippet.worth;
      if (!best || worth > best.worth) best = { anchor, heading, snippet: snippet.text, worth };
    }
    const [plain, top] = [fold(title), fold(best.heading)];
    const said = plain === search.text ? 3 : plain.includes(search.text) ? 1.6 : top.includes(search.text) ? 1.3 : 1;
    return { ...best, title, url, score: hit.score * said };
  };

  // -- The page -------------------------------------------------------------------------------

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const marked = (search, text) => {
    const parts = [];
    let end = 0;
    for (const word of matches(search, text)) {
      if (word.end <= end) continue;
      const start = Math.max(word.start, end);
      if (start > end || !parts.length) parts.push(text.slice(end, start));
      parts.push(make("mark", {}, text.slice(start, word.end)));
      end = word.end;
    }
    return [...parts, text.slice(end)];
  };
  const fill = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name]);

  const itemOf = (search, card) => {
    const { index } = search;
    const address = `${index.root}${card.url}`;
    const attributes = index === own ? {} : { hreflang: index.lang };
    const link = make("a", { href: address, ...attributes }, ...marked(search, card.title));
    const item = make("li", {}, link);
    if (card.anchor && card.heading) {
      const href = `${address}#${card.anchor}`;
      item.append(" ", make("a", { href, ...attributes }, ...marked(search, card.heading)));
    }
    if (card.snippet) item.append(make("p", {}, ...marked(search, card.snippet)));
    return item;
  };

  const AT_ONCE = 6;
  // Shows a list of hits, more of them when asked.
  const listOf = async (search, hits, shown, first = AT_ONCE) => {
    const list = make("ol", { lang: search.index.lang, dir: "auto" });
    let at = 0;
    const more = make("button", { type: "button" }, own.words.more);
    const show = async (count) => {
      const cards = await Promise.all(hits.slice(at, at + count).map((hit) => cardOf(search, hit)));
      at += count;
      const fresh = cards.filter((card) => !shown.has(card.url));
      fresh.sort((a, b) => b.score - a.score);
      for (const card of fresh) shown.add(card.url);
      const items = fresh.map((card) => itemOf(search, card));
      list.append(...items);
      more.hidden = at >= hits.length;
      return items[0];
    };
    more.addEventListener("click", async () => (await show(AT_ONCE))?.querySelector("a").focus());
    await show(first);
    return list.children.length ? [list, more] : [];
  };

  const FEW = 3;
  // Shows what is found: what this language has first, and what others have if that is little.
  const results = async (text, show) => {
    const { words } = own;
    const search = await find(own, text);
    const shown = new Set();
    const parts = await listOf(search, search.all, shown);
    const under = (heading, list) => {
      if (list.length) parts.push(make("h2", {}, heading), ...list);
    };
    const isLittle = search.all.length < FEW;
    if (isLittle) under(words.some, await listOf(search, search.some.slice(0, 12), shown, FEW));
    const tell = () => {
      const said = { count: search.all.length || shown.size, words: text, others: "" };
      let status = fill(shown.size ? words.found : words.nothing, said);
      if (search.slips.length && search.all.length) {
        const [wrong, right] = [0, 1].map((at) => search.slips.map((slip) => slip[at]).join(" "));
        status = `${fill(words.slip, { words: wrong, others: right })} ${status}`;
      }
      show([...parts], status);
    };
    if (shown.size || !own.others.length) tell();
    if (shown.size >= FEW) return;
    const others = [];
    for (const [lang, name, way] of own.others.slice(0, 3)) {
      const home = new URL(`${way}_search/`, own.root).href;
      try {
        await load(`${home}manifest.js`);
        const other = await find(indexes.get(home), text);
        if (other.slips.length && shown.size) continue;
        const list = await listOf(other, other.all.slice(0, 5), shown, FEW);
        if (list.length) others.push(make("h3", { lang }, name), ...list);
      } catch {
        // That language is not published, or cannot be reached.
      }
    }
    under(words.other, others);
    if (others.length || !shown.size) tell();
  };

  // Lets a form search while somebody types, and by the arrow keys.
  const mount = (place, asked = "") => {
    if (place.dataset.ready) return;
    place.dataset.ready = "yes";
    const { words } = own;
    const field = place.querySelector("input");
    const status = make("p", { role: "status" });
    const list = make("div", { class: "tandem-search-results" });
    place.querySelector("form").after(status, list);
    let [latest, wait, last] = [0, 0, ""];
    const run = async () => {
      const text = field.value.trim();
      if (text === last) return;
      last = text;
      const turn = (latest += 1);
      const show = (parts, said) => {
        if (turn !== latest) return;
        list.replaceChildren(...parts);
        status.textContent = said;
        place.classList.toggle("tandem-search-answered", Boolean(text));
      };
      try {
        if (text) await results(text, show);
        else show([], "");
      } catch {
        last = "";
        show([make("a", { href: `${own.root}${own.page}` }, words.all)], words.failed);
      }
    };
    field.addEventListener("input", (event) => {
      clearTimeout(wait);
      if (!event.isComposing) wait = setTimeout(run, 150);
    });
    field.addEventListener("compositionend", run);
    place.querySelector("form").addEventListener("submit", (event) => {
      // In the fragment, so that no host hears of the words.
      const asked = `#q=${encodeURIComponent(field.value)}`;
      event.preventDefault();
      clearTimeout(wait);
      if (place.tagName === "DIALOG") location.assign(`${own.root}${own.page}${asked}`);
      else {
        run();
        history.replaceState(null, "", `${location.pathname}${asked}`);
      }
    });
    place.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [field, ...list.querySelectorAll("a, button:not([hidden])")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      stops.at((at + (event.key === "ArrowDown" ? 1 : -1)) % stops.length).focus();
    });
    if (asked) field.value = asked;
    run();
  };

  let dialog;
  const style = new Promise((done) => {
    const link = make("link", { rel: "stylesheet", href: new URL("search.css", document.currentScript.src) });
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  const open = async () => {
    const { words, root, page } = own;
    if (!dialog) {
      const field = make("input", {
        name: "q",
        type: "text",
        role: "searchbox",
        inputmode: "search",
        enterkeyhint: "search",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        "aria-label": words.name,
        placeholder: words.name,
      });
      const close = make("button", { type: "button", "aria-label": words.close }, "×");
      const form = make("form", { role: "search", action: `${root}${page}` }, field, close);
      const all = make("a", { href: `${root}${page}` }, words.all);
      const { lang, dir, name } = words;
      const attributes = { class: "tandem-search", "aria-label": name, lang, dir };
      dialog = make("dialog", attributes, form, make("p", {}, all));
      close.addEventListener("click", () => dialog.close());
      dialog.addEventListener("click", ({ target }) => {
        if (target === dialog || target.closest("a")) dialog.close();
      });
      document.body.append(dialog);
      mount(dialog);
    }
    await style;
    dialog.showModal();
    dialog.querySelector("input").select();
  };

  return { add, begin, open, mount };
})();
