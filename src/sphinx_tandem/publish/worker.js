/* Answers with the pages of a course that a reader keeps on this device. It runs only where
   somebody asked for that, and keeps nothing by itself: tandem-keep.js does. */
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
