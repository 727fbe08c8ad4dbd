// Puts what a reader has selected into the email that the page offers, in place of its first blank.
(() => {
  const BLANK = encodeURIComponent("…");
  const LONGEST = 500;
  const link = document.querySelector("[data-mail]");
  const prepared = link?.href;
  // Pressing a link can end the selection, so that it is read before.
  for (const name of ["pointerdown", "focus"]) {
    link?.addEventListener(name, () => {
      const passage = String(getSelection()).trim().slice(0, LONGEST);
      if (passage) link.href = prepared.replace(BLANK, () => encodeURIComponent(`“${passage}”`));
    });
  }
})();
