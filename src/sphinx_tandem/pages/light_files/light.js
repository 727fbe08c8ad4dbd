/* What pages of pydata-sphinx-theme do with a script: colours, menus, the search's window, the
   part of the page that one reads.  The same things as the theme's own scripts, in little. */
(() => {
  const root = document.documentElement;
  const all = (selector, use) => document.querySelectorAll(selector).forEach(use);
  const one = (selector) => document.querySelector(selector);

  // Light, dark, or as the system says.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    all(".theme-change-button", (button) => {
      button.classList.toggle("active", button.dataset.mode === mode);
    });
    all(".dropdown-menu", (menu) => {
      menu.classList.toggle("dropdown-menu-dark", root.dataset.theme === "dark");
    });
  };
  show(root.dataset.mode || "auto");
  dark.addEventListener("change", () => show(root.dataset.mode));
  all(".theme-change-button", (button) => {
    button.addEventListener("click", () => {
      show(button.dataset.mode);
      try {
        localStorage.setItem("mode", root.dataset.mode);
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // Somebody does not want notes to be kept: the choice holds on this page.
      }
    });
  });

  // Menus of the bar.
  const close = (except) => {
    all(".dropdown-toggle.show", (toggle) => {
      if (toggle === except) return;
      toggle.classList.remove("show");
      toggle.setAttribute("aria-expanded", "false");
      toggle.parentElement.querySelector(".dropdown-menu").classList.remove("show");
    });
  };
  all("button.dropdown-toggle", (toggle) => {
    const menu = toggle.parentElement.querySelector(".dropdown-menu");
    if (!menu) return;
    toggle.setAttribute("aria-expanded", "false");
    menu.dataset.bsPopper = "static";
    toggle.addEventListener("click", () => {
      close(toggle);
      toggle.setAttribute("aria-expanded", String(menu.classList.toggle("show")));
      toggle.classList.toggle("show");
    });
    toggle.parentElement.addEventListener("keydown", (event) => {
      const items = [...menu.querySelectorAll("a, button")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !menu.classList.contains("show")) return;
      event.preventDefault();
      const place = items.indexOf(document.activeElement) + step;
      items[(place + items.length) % items.length].focus();
    });
  });
  document.addEventListener("click", (event) => {
    close(event.target.closest(".dropdown-toggle"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = one(".dropdown-toggle.show");
    close();
    if (open) open.focus();
  });

  // The two menus beside the text, which narrow screens show in a window.
  const leave = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (event.target !== event.currentTarget) return;
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) event.currentTarget.close();
  };
  for (const side of ["primary", "secondary"]) {
    const toggle = one(`.${side}-toggle`);
    const modal = one(`#pst-${side}-sidebar-modal`);
    const sidebar = one(`#pst-${side}-sidebar`);
    if (!toggle || !modal || !sidebar) continue;
    const move = (from, to) => {
      to.append(...from.childNodes);
      to.classList.add(...from.classList);
      from.removeAttribute("class");
    };
    toggle.setAttribute("role", "button");
    toggle.setAttribute("aria-expanded", "false");
    const open = (event) => {
      event.preventDefault();
      move(sidebar, modal);
      modal.showModal();
      toggle.setAttribute("aria-expanded", "true");
      modal.focus();
    };
    toggle.addEventListener("click", open);
    toggle.addEventListener("keydown", (event) => {
      if (event.key === " ") open(event);
    });
    modal.addEventListener("click", leave);
    modal.addEventListener("close", () => {
      toggle.setAttribute("aria-expanded", "false");
      move(modal, sidebar);
    });
    new ResizeObserver(() => {
      if (modal.open && getComputedStyle(toggle).display === "none") modal.close();
    }).observe(toggle);
  }

  // The menu beside the text, folded away.
  const fold = one("#pst-collapse-sidebar-button");
  fold?.addEventListener("click", () => {
    const folded = one("#pst-primary-sidebar").classList.toggle("pst-squeeze");
    fold.setAttribute("aria-expanded", String(!folded));
  });

  // The window of the search.
  const dialog = one("#pst-search-dialog");
  const search = (event) => {
    const fields = [...document.querySelectorAll("form.bd-search input[name]")];
    const field = fields.find((input) => !dialog?.contains(input)) || fields[0];
    if (!field) return;
    event.preventDefault();
    if (!dialog?.contains(field)) field.focus();
    else if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  all(".search-button__button", (button) => button.addEventListener("click", search));
  dialog?.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    const key = /Mac|iPhone/.test(navigator.platform) ? event.metaKey : event.ctrlKey;
    if (key && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") search(event);
  });

  // Which part of the page one reads.
  const links = new Map();
  all("#pst-page-toc-nav a[href^='#']", (link) => {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part) links.set(part.querySelector("h1, h2, h3, h4, h5, h6") || part, link);
  });
  const read = (now) => {
    for (const link of links.values()) {
      link.classList.toggle("active", link === now);
      if (link === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    all("#pst-page-toc-nav .toc-entry", (entry) => {
      entry.classList.toggle("active", entry.contains(now));
    });
  };
  const seen = new IntersectionObserver(
    (entries) => {
      const last = entries.filter((entry) => entry.isIntersecting).pop();
      if (last) read(links.get(last.target));
    },
    { rootMargin: `-${one("#pst-header")?.offsetHeight || 0}px 0px -70% 0px` },
  );
  for (const part of links.keys()) seen.observe(part);
  const follow = () => {
    for (const link of links.values()) if (location.hash && link.hash === location.hash) read(link);
  };
  addEventListener("hashchange", follow);
  follow();

  // A long menu shows where one is.
  const current = [...document.querySelectorAll(".bd-docs-nav .active")].pop();
  const menu = current?.closest(".bd-sidebar");
  if (menu) {
    const down = current.getBoundingClientRect().y - menu.getBoundingClientRect().y;
    if (down > innerHeight / 2) menu.scrollTop = down - menu.clientHeight / 4;
  }

  // What scrolls can be reached by keyboard; what does not is no stop on the way.
  const reach = () => {
    all("pre, .pst-scrollable-table-container", (part) => {
      const scrolls = part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight;
      if (scrolls) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    });
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);
})();
