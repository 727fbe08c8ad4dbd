// The switch at the end of a translated page. The rest is loaded when a reader asks for it.
(() => {
  const KEY = "tandem-improve";
  const link = document.querySelector(".tandem-improve [data-lines]");
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  if (!link) return;
  let improve;

  function remember(on) {
    try {
      on ? localStorage.setItem(KEY, "1") : localStorage.removeItem(KEY);
    } catch {
      // A browser that keeps nothing forgets the choice on the next page.
    }
  }

  function load(src) {
    const script = document.createElement("script");
    script.src = src;
    script.onerror = () => location.assign(link.href);
    document.head.append(script);
  }

  function turn(on) {
    remember(on);
    link.setAttribute("aria-pressed", String(on));
    if (improve) improve(on);
    else if (on && !window.tandemImprove) {
      window.tandemImprove = (ready) => {
        improve = ready(link, turn);
        improve(link.getAttribute("aria-pressed") === "true");
      };
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = folder + "tandem-passages.css";
      document.head.append(style);
      load(folder + "tandem-passages.js");
    }
  }

  link.setAttribute("role", "button");
  link.setAttribute("aria-pressed", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    turn(link.getAttribute("aria-pressed") !== "true");
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  try {
    if (localStorage.getItem(KEY)) turn(true);
  } catch {
    // As above.
  }
})();
