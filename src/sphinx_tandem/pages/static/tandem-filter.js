// Lets readers choose cards by their labels; without this script all of them stand there.
const box = document.querySelector(".tandem-filters");
const cards = [...document.querySelectorAll(".tandem-card")];
const collator = new Intl.Collator(document.documentElement.lang);
const values = (card, key) =>
  [...card.querySelectorAll(`.tandem-label-${key}`)].map((label) => label.textContent.trim());
const menus = [...box.querySelectorAll("select")];
// What a part of the page holds beside its cards, such as a map, goes when they all do.
const parts = new Set(cards.map((card) => card.parentElement));

const choose = () => {
  for (const card of cards) {
    card.hidden = menus.some((menu) => menu.value && !values(card, menu.name).includes(menu.value));
  }
  for (const part of parts) {
    part.hidden = cards.every((card) => card.hidden || !part.contains(card));
  }
  const shown = cards.filter((card) => !card.hidden).length;
  box.querySelector("[role=status]").textContent = `${shown} / ${cards.length}`;
};

for (const menu of menus) {
  const found = new Set(cards.flatMap((card) => values(card, menu.name)));
  menu.append(...[...found].sort(collator.compare).map((value) => new Option(value, value)));
  menu.addEventListener("change", choose);
}
if (parts.size > 1) cards[0].parentElement.before(box);
box.hidden = false;
choose();
