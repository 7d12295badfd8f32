/* The site's search: rows of the record first, by every name of a place, then pages.
   Sphinx puts this file into language_data.js (html_search_scorer). */
{
  // Above a page that has the word in a heading (15), below a page of that very title (16).
  const ROW = 15.5;
  const THE_PLACE = 17;
  const STEP = 1e-5; // keeps rows in the order of the record
  const FIRST = ["place", "event", "agreement", "term"];

  const rank = (type) => (FIRST.includes(type) ? FIRST.indexOf(type) : FIRST.length);
  // Words alone, each after a blank, so that a beginning of a word is found and no middle.
  const worded = (text) => ` ${window.briefing.fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

  /* Rows of which every word of the query, or what it may stand for, begins a word of the title;
     those first that hold the query as it stands, then by what they are and in their order. */
  const found = (words) => {
    const { fold, forms } = window.briefing;
    const wanted = words.map((word) => forms(fold(word)).map(worded));
    const query = worded(words.join(" "));
    const { objects, objnames } = Search._index;
    const rows = [];
    for (const [prefix, group] of Object.entries(objects))
      for (const [page, type, , anchor, name] of group) {
        const title = prefix ? `${prefix}.${name}` : name;
        const kind = objnames[type][2];
        const text = worded(`${title} ${kind}`);
        if (wanted.every((any) => any.some((form) => text.includes(form))))
          rows.push({ page, kind, anchor, title, asked: text.includes(`${query} `) ? 0 : 1 });
      }
    const order = (a, b) => a.asked - b.asked || rank(a.kind) - rank(b.kind);
    return rows.sort((a, b) => order(a, b) || (a.anchor < b.anchor ? -1 : 1));
  };

  /* Whether the query is one of the names of a place, which its title holds. */
  const isThePlace = ({ kind, title }, words) =>
    kind === "place" && title.split(/[/(),]/).some((name) => worded(name) === worded(words.join(" ")));

  // A capital I with a dot becomes two signs in small letters, of which one is no letter.
  splitQuery = (query) =>
    query
      .normalize("NFC")
      .replace(/\p{M}/gu, "")
      .split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu)
      .filter(Boolean);

  Search.performObjectSearch = (term, terms) => {
    // Sphinx asks once for each word; all words are answered at the first.
    const words = [...terms].filter((word) => terms.size === 1 || !stopwords.includes(word));
    if (term !== [...terms][0] || !words.length) return [];
    const { docnames, filenames, titles } = Search._index;
    return found(words).map((row, place) => [
      docnames[row.page],
      row.title,
      `#${row.anchor}`,
      `${row.kind}, in ${titles[row.page]}`,
      (isThePlace(row, words) ? THE_PLACE : ROW) - place * STEP,
      filenames[row.page],
    ]);
  };

  // Not by addTranslations, which makes a function of a text: the pages' policy forbids that.
  Object.assign(Documentation.TRANSLATIONS, {
    "Search finished, found ${resultCount} page(s) matching the search query.":
      "Found: ${resultCount}. Rows of the record come first, then pages.",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Nothing found. A word fewer, or another spelling, may find more.",
  });
}
