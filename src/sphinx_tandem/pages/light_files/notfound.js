/* Offers the pages whose names are most like the address that was not found. */
(() => {
  const data = JSON.parse(document.getElementById("tandem-pages").textContent);
  const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\.html?$/, "");
  const asked = plain(decodeURIComponent(location.pathname)).slice(-80);
  const pairs = (text) => {
    const found = new Set();
    for (const word of text.split(/[^\p{L}\p{N}]+/u)) {
      for (let at = 0; at <= word.length; at++) found.add(` ${word} `.slice(at, at + 2));
    }
    found.delete("  ");
    return found;
  };
  const like = (one, other) => {
    let both = 0;
    for (const pair of one) if (other.has(pair)) both++;
    return (2 * both) / (one.size + other.size);
  };
  const wanted = pairs(asked.split("/").filter(Boolean).slice(-2).join("/"));
  const last = pairs(asked.split("/").filter(Boolean).pop() || "");
  for (const section of document.querySelectorAll(".tandem-404 section")) {
    const home = section.querySelector("a[hreflang]");
    const pages = data[home?.hreflang];
    if (!pages) continue;
    const near = pages.pages
      .map(([path, title]) => {
        const name = pairs(plain(path.split("/").pop()));
        const score = Math.max(like(last, name), like(wanted, pairs(plain(path))), like(last, pairs(plain(title))));
        return { path, title, score };
      })
      .filter(({ score }) => score > 0.3)
      .sort((one, other) => other.score - one.score);
    for (const { path, title } of near.slice(0, 3).reverse()) {
      const link = document.createElement("a");
      link.href = pages.root + path;
      link.hreflang = home.hreflang;
      link.textContent = title;
      const item = document.createElement("li");
      item.append(link);
      section.querySelector("ul").prepend(item);
    }
  }
})();
