/* Offers to keep a course on this device; what does it is loaded when somebody asks. */
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
  const button = place.querySelector("button");
  const load = (isAsked) => {
    const script = document.createElement("script");
    script.src = new URL(`${words.root}tandem-offline.js`, location.href);
    script.onload = () => window.tandemKeep({ place, size, words, listed, family }, isAsked);
    script.onerror = () => { place.querySelector("span").textContent = words.failed; };
    document.head.append(script);
  };
  Object.assign(place, { lang: words.lang, dir: words.dir });
  caches.keys().then((names) => {
    if (names.some((name) => name.startsWith(`${family}@`))) return load();
    button.textContent = `${words.keep} (${size})`;
    button.onclick = () => load(true);
    place.hidden = false;
  }).catch(() => {}); // somebody does not want anything to be kept
})();
