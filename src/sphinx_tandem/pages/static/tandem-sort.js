// Gives the headings of a table buttons that sort it; without this script it is a plain table.
for (const box of document.querySelectorAll(".tandem-sortable")) {
  const table = box.querySelector("table");
  const body = table.tBodies[0];
  const stripes = [...body.rows].map((row) => row.className);
  const collator = new Intl.Collator(document.documentElement.lang, {
    numeric: true,
    sensitivity: "base",
  });
  const value = (row, column) => {
    const time = row.cells[column].querySelector("time");
    return (time ? time.dateTime : row.cells[column].textContent).trim();
  };
  const headings = [...table.tHead.rows[0].cells];

  const sort = (column, direction) => {
    const rows = [...body.rows].sort((one, other) => {
      const [first, second] = [value(one, column), value(other, column)];
      // What is missing comes last, whichever way the table is sorted.
      if (!first || !second) return (first ? 0 : 1) - (second ? 0 : 1);
      return direction * collator.compare(first, second);
    });
    rows.forEach((row, place) => {
      row.className = stripes[place];
    });
    body.append(...rows);
  };

  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...(heading.querySelector("p") || heading).childNodes);
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const ascending = heading.getAttribute("aria-sort") !== "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      sort(column, ascending ? 1 : -1);
    });
  });

  const hint = document.createElement("span");
  hint.className = "tandem-sort-hint";
  hint.textContent = box.dataset.hint;
  if (box.dataset.hintLang) hint.lang = box.dataset.hintLang;
  table.caption.append(" ", hint);
}
