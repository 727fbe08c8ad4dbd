/* A course that a reader keeps on this device. Nothing of this is loaded before somebody asks.

   As a worker it answers with the pages that are kept, and keeps nothing by itself; on a page it
   keeps the course, brings it up to date and removes it, when a reader says so. */
const answer = () => {
  const kept = async (request) => {
    const url = new URL(request.url);
    const page = url.origin + url.pathname;
    for (const name of await caches.keys()) {
      if (!name.startsWith("tandem-course:")) continue;
      const course = await caches.open(name);
      // Hosts may leave out the end of an address.
      for (const end of page.endsWith("/") ? ["index.html"] : ["", ".html", "/index.html"]) {
        const found = await course.match(page + end);
        if (found) return found;
      }
    }
  };
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
    event.respondWith((async () => {
      const found = await kept(request);
      // Whoever loads a page again wants what the host has now.
      if (found && request.cache !== "no-cache" && request.cache !== "reload") return found;
      try {
        return await fetch(request);
      } catch (error) {
        if (found) return found;
        throw error;
      }
    })());
  });
};

const keepCourse = ({ place, size, words, listed, family }, isAsked) => {
  const fill = (text, values) =>
    text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name]));

  const versions = async () =>
    (await caches.keys()).filter((name) => name.startsWith(`${family}@`));
  const list = async (name) => {
    const found = name ? await (await caches.open(name)).match(listed) : await fetch(listed, { cache: "no-cache" });
    if (!found || !found.ok) throw new Error("no list");
    const told = await found.json();
    Object.assign(words, told.words);
    return told;
  };
  const complete = async () => {
    const found = {};
    for (const name of await versions()) {
      try {
        found[name] = await list(name);
      } catch {
        await caches.delete(name); // the window was closed meanwhile
      }
    }
    return found;
  };

  const copy = async (url) => {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    const kind = answer.headers.get("Content-Type");
    return new Response(await answer.blob(), { headers: kind ? { "Content-Type": kind } : {} });
  };
  const keep = async () => {
    const told = await list();
    const before = await complete();
    const name = `${family}@${told.version}`;
    const files = Object.entries(told.files);
    try {
      const course = await caches.open(name);
      await navigator.serviceWorker.register(new URL(`${told.root}tandem-offline.js`, listed));
      for (const [number, [path, digest]] of files.entries()) {
        progress.textContent = fill(words.saving, { count: number + 1, total: files.length });
        const url = new URL(path, listed);
        const old = Object.keys(before).find((one) => before[one].files[path] === digest);
        const same = old && (await (await caches.open(old)).match(url));
        await course.put(url, same || (await copy(url)));
      }
      await course.put(listed, new Response(JSON.stringify(told)));
    } catch (error) {
      if (!(name in before)) await caches.delete(name);
      await leave(told);
      throw error;
    }
    for (const old of Object.keys(before)) if (old !== name) await caches.delete(old);
  };
  const leave = async (told) => {
    const root = new URL(told.root, listed);
    const left = (await caches.keys()).some((name) => name.startsWith(`tandem-course:${root.pathname}`));
    const worker = await navigator.serviceWorker.getRegistration(root);
    if (!left && worker) await worker.unregister();
  };
  const remove = async () => {
    for (const [name, told] of Object.entries(await complete())) {
      await caches.delete(name);
      await leave(told);
    }
  };

  const said = place.querySelector("span");
  const progress = document.createElement("span");
  const buttons = [...place.querySelectorAll("button")];
  const [main, second] = buttons;
  const offer = (button, text, act) => {
    button.hidden = !text;
    button.textContent = text;
    button.onclick = async () => {
      for (const one of buttons) one.disabled = true;
      said.textContent = "";
      said.after(progress);
      let failed = false;
      try {
        await act();
      } catch {
        failed = true;
      }
      progress.textContent = "";
      await show();
      if (failed) said.textContent = words.failed;
      main.focus();
    };
  };
  const show = async () => {
    const found = Object.values(await complete());
    for (const one of buttons) one.disabled = false;
    said.textContent = found.length ? words.kept : "";
    if (found.length) offer(main, words.remove, remove);
    else offer(main, `${words.keep} (${size})`, keep);
    offer(second, "", keep);
    place.hidden = false;
    if (!found.length) return;
    const told = await list().catch(() => found[0]);
    if (found.some((one) => one.version === told.version)) return;
    said.textContent = words.newer;
    offer(second, words.update, keep);
  };
  show().then(() => { if (isAsked) main.click(); }).catch(() => { place.hidden = true; });
};

if (typeof document === "undefined") answer();
else window.tandemKeep = keepCourse;
