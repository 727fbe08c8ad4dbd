// Opens the search of the site: "/", Ctrl+K, or the theme's own button. What searches, and
// the index, are loaded when somebody begins to search, and not before.
{
  const { index, page } = document.currentScript.dataset;
  const place = document.getElementById("tandem-search");
  let loading;

  const load = () => {
    loading ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = `${index}search.js`;
      script.onload = () => done(tandemSearch);
      script.onerror = fail;
      document.head.append(script);
    });
    return loading;
  };
  const open = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (place) place.querySelector("input").focus();
    else load().then((search) => search.open(), () => location.assign(page));
  };
  const isTyping = (element) =>
    element.isContentEditable || /^(?:input|select|textarea)$/i.test(element.tagName);

  const onKey = (event) => {
    const { altKey, ctrlKey, key, metaKey, shiftKey, target } = event;
    if (altKey || document.querySelector("dialog.tandem-search[open]")) return;
    const isControlK = (ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === "k";
    if (isControlK || (key === "/" && !ctrlKey && !metaKey && !isTyping(target))) open(event);
  };
  const buttons = ".search-button__button, .search-button, .tandem-search-button";
  const onClick = (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (isPlain && event.target.closest(buttons)) open(event);
  };
  // Before the scripts of themes, which open a search of their own.
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("click", onClick, true);
  for (const button of document.querySelectorAll(buttons)) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-haspopup", "dialog");
  }
  // The fields of themes lead to the page of the search, which is ready by then.
  document.addEventListener("focusin", ({ target }) => {
    if (target.name === "q" && target.form && !place) load().catch(() => {});
  });

  if (place) {
    const asked = [location.search, location.hash]
      .map((part) => new URLSearchParams(part.slice(1)).get("q"))
      .find(Boolean);
    const form = place.querySelector("form");
    form.hidden = false;
    load().then((search) => search.mount(place, asked || ""), () => {});
    form.querySelector("input").focus({ preventScroll: true });
  }
}
