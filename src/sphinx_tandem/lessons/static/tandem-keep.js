/* Keeps a course on this device when a reader asks for it, and removes it again. */
(() => {
  "use strict";
  const place = document.querySelector(".tandem-keep");
  const size = place && place.dataset.keep;
  // From a disk the course is there already, and without https browsers do not offer it.
  if (!size || !location.protocol.startsWith("http")) return;
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const words = JSON.parse(document.getElementById("tandem-keep").textContent);
  const listed = new URL("tandem-offline.json", location.href);
  // Several sites may be on one host, and each may have several courses.
  const family = `tandem-course:${listed.pathname.replace(/[^/]*$/, "")}`;
  const fill = (text, values) =>
    text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name]));

  const versions = async () =>
    (await caches.keys()).filter((name) => name.startsWith(`${family}@`));
  const list = async (name) => {
    const found = name ? await (await caches.open(name)).match(listed) : await fetch(listed, { cache: "no-cache" });
    if (!found || !found.ok) throw new Error("no list");
    return found.json();
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
  show().catch(() => { place.hidden = true; }); // somebody does not want anything to be kept
})();
