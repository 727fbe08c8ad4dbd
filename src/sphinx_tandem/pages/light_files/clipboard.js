/* As much of clipboard.js as sphinx-copybutton asks for. */
window.ClipboardJS = class {
  constructor(selector, { text }) {
    this.after = {};
    addEventListener("click", async (event) => {
      const trigger = event.target.closest?.(selector);
      if (!trigger) return;
      const done = await this.copy(text(trigger));
      this.after[done ? "success" : "error"]?.({ trigger });
    });
  }
  on(name, use) {
    this.after[name] = use;
  }
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without https, browsers know the older way alone.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "visually-hidden";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }
};
