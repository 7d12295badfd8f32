/* The site's search: rows of the record first, by every name of a place and by names that they do
   not show, then pages.
   Sphinx puts this file into language_data.js (html_search_scorer). */
{
  // Above a page that has the word in a heading (15), below a page of that very title (16).
  const ROW = 15.5;
  const NEAR = 6; // above a page that has the words in its text alone (5)
  const NEAREST = 20; // rows shown where no row has all the words
  const SHORTEST = 3; // letters of a word that tells rows apart: fewer begin too many words
  const THE_PLACE = 17;
  const STEP = 1e-5; // keeps rows in the order of the record
  const FIRST = ["place", "event", "change of control", "agreement", "term"];

  const rank = (type) => (FIRST.includes(type) ? FIRST.indexOf(type) : FIRST.length);
  // Words alone, each after a blank, so that a beginning of a word is found and no middle.
  const worded = (text) => window.briefing.worded(text);

  // The query comes without the words that tell nothing ("of"), so that a name has to, too.
  const telling = (name) =>
    worded(name)
      .split(" ")
      .filter((word) => !stopwords.includes(word))
      .join(" ");

  /* A word as it may stand in a title: in British spelling, and without an ending of English that
     parts "recognise" from "recognising". */
  const LEAST = 5; // letters that are left of a word
  const bent = (word) => {
    const british = word.replace(/iz(?=(e[ds]?|ing|ations?)$)/, "is");
    const stem = ["ing", "ed", "es", "s", "e"]
      .filter((ending) => british.endsWith(ending) && !british.endsWith("ss"))
      .map((ending) => british.slice(0, -ending.length))
      .find((rest) => rest.length >= LEAST);
    return [british, stem ?? british];
  };

  /* Every row, with the words of the query that begin a word of its title or of a name by which it
     is looked for, or for which a word may stand. */
  const rowsFor = (words) => {
    const { fold, forms, sought } = window.briefing;
    const wanted = words.map((word) => [...forms(fold(word)), ...bent(fold(word))].map(worded));
    const query = worded(words.join(" "));
    const { objects, objnames } = Search._index;
    const rows = [];
    for (const [prefix, group] of Object.entries(objects))
      for (const [page, type, , anchor, name] of group) {
        const title = prefix ? `${prefix}.${name}` : name;
        const kind = objnames[type][2];
        const text = worded(`${title} ${telling(sought(anchor))} ${kind}`);
        const held = wanted.map((any) => any.some((form) => text.includes(form)));
        rows.push({ page, kind, anchor, title, held, asked: text.includes(`${query} `) ? 0 : 1 });
      }
    return rows;
  };

  /* Rows that have every word; those first that hold the query as it stands, then by what they are
     and in their order. Where none has: those nearest to the query, a rare word counting for more
     than a common one; but a page that is called by the rarest comes before them. */
  const found = (words) => {
    const rows = rowsFor(words);
    const order = (a, b) => rank(a.kind) - rank(b.kind) || (a.anchor < b.anchor ? -1 : 1);
    const whole = rows.filter(({ held }) => held.every(Boolean));
    if (whole.length) return whole.sort((a, b) => a.asked - b.asked || order(a, b));
    const counts = words.map((word, place) =>
      word.length < SHORTEST ? 0 : rows.filter(({ held }) => held[place]).length,
    );
    const rarest = Math.min(...counts.filter(Boolean));
    const weight = ({ held }) =>
      counts.reduce((sum, n, place) => sum + (held[place] && n ? Math.log(rows.length / n) : 0), 0);
    const isTitle = words.some(
      (word, place) =>
        counts[place] === rarest &&
        Search._index.titles.some((title) => worded(title).includes(worded(word))),
    );
    for (const row of rows) Object.assign(row, { score: isTitle ? NEAR : ROW, weight: weight(row) });
    const near = rows.filter((row) => row.weight);
    return near.sort((a, b) => b.weight - a.weight || order(a, b)).slice(0, NEAREST);
  };

  /* Whether the query is one of the names of a place, which its title holds. */
  const isThePlace = ({ kind, title }, words) =>
    kind.startsWith("place") && title.split(/[/(),]/).some((name) => worded(name) === worded(words.join(" ")));

  /* Pages with one long table that can be filtered by words, and what its state begins with in the
     address: a page that has the words offers its rows that have them all. */
  const FILTERED = {
    "book/press-a-m": "",
    "book/press-n-z": "",
    "book/sources": "",
    "notebooks/accounts": "",
    "notebooks/accounts-1994-2020": "",
    "notebooks/accounts-since-2020": "",
    "notebooks/agreements": "",
    "notebooks/captives-and-missing": "captives-transfers.",
    "notebooks/courts": "steps.",
    "notebooks/figures": "",
    "notebooks/negotiations": "meetings.",
    "notebooks/plans": "",
    "notebooks/terms": "",
    "notebooks/timeline": "",
  };
  // The words as typed, without their endings: rows are chosen by how words begin.
  const typed = () => {
    const query = new URLSearchParams(location.search).get("q") ?? "";
    return splitQuery(query)
      .filter((word) => !stopwords.includes(word.toLowerCase()))
      .map((word) => bent(word).at(-1))
      .join(" ");
  };
  const rowsOf = (page) =>
    page in FILTERED
      ? `<a href="${page}.html?${FILTERED[page]}words=${encodeURIComponent(typed())}">look for these words in its table</a>`
      : null;

  const byTerms = Search.performTermsSearch;
  Search.performTermsSearch = (...asked) =>
    byTerms(...asked).map(([page, title, anchor, , ...rest]) => [page, title, anchor, rowsOf(page), ...rest]);

  // A word such as "constructor" is no word of the index, but every object of a script has it.
  const { setIndex } = Search;
  const { hasOwnProperty } = Object.prototype; // of which Sphinx's script makes use
  const bare = Object.assign(Object.create(null), { hasOwnProperty });
  Search.setIndex = (index) => {
    for (const words of [index.terms, index.titleterms]) Object.setPrototypeOf(words, bare);
    setIndex(index);
  };

  // A number as pages write it: 3,330. Four figures may be a year.
  const grouped = (word) =>
    /^[1-9]\d{3,}$/.test(word) && !/^(19|20)\d\d$/.test(word)
      ? Number(word).toLocaleString("en").split(",")
      : [word];

  // A capital I with a dot becomes two signs in small letters, of which one is no letter.
  splitQuery = (query) =>
    query
      .normalize("NFC")
      .replace(/\p{M}/gu, "")
      .split(/[^\p{Letter}\p{Number}_]+/gu)
      .filter((word) => /[\p{Letter}\p{Number}]/u.test(word))
      .flatMap(grouped);

  // From a place one goes on to the events that have its name.
  const eventsAt = ({ kind, title }) => {
    const name = title.split(/[/(,]/)[0].trim();
    return kind === "place"
      ? `; <a href="notebooks/timeline.html?words=${encodeURIComponent(name)}">look for ${name} in the timeline</a>`
      : "";
  };

  Search.performObjectSearch = (term, terms) => {
    // Sphinx asks once for each word; all words are answered at the first.
    const words = [...terms].filter((word) => terms.size === 1 || !stopwords.includes(word));
    if (term !== [...terms][0] || !words.length) return [];
    const { docnames, filenames, titles } = Search._index;
    return found(words).map((row, place) => [
      docnames[row.page],
      row.title,
      `#${row.anchor}`,
      `${row.kind}, in ${titles[row.page]}${eventsAt(row)}`,
      (row.score ?? (isThePlace(row, words) ? THE_PLACE : ROW)) - place * STEP,
      filenames[row.page],
    ]);
  };

  // Figures are many, and not among the rows: a number leads to them by the words of their table,
  // a word for the dead by what they count. No day, clause or number of a text is a figure.
  const TOLL = /\b(dead|deaths?|died|killed|toll|loss(es)?|casualt\p{L}+|fatalit\p{L}+)\b/iu;
  const NUMBER = /(?<![\d.,])\d{1,3}(?:[.,\u00a0 ]\d{3})+(?![\d.,]?\d)|(?<![\d.,])\d{3,}(?![.,]?\d)/g;
  const OF_A_TEXT = /\b(article|clause|no|number|point|resolution|section)\.?\s+\d/i;
  const figureIn = (query) => {
    if (OF_A_TEXT.test(query)) return "";
    const years = query.replace(/\b(19|20)\d\d\b/g, "|"); // two of them are no thousands
    const [found] = years.match(NUMBER) ?? [];
    return found ? Number(found.replace(/\D/g, "")).toLocaleString("en") : "";
  };
  const offerFigures = (summary) => {
    if (summary.nextElementSibling?.matches(".search-figures")) return;
    const query = new URLSearchParams(location.search).get("q") ?? "";
    const words = figureIn(query);
    if (!words && !TOLL.test(query)) return;
    const link = document.createElement("a");
    link.href = `notebooks/figures.html?${words ? `words=${encodeURIComponent(words)}` : "measure=killed"}`;
    link.textContent = words
      ? `Look for ${words} among the published figures`
      : "Look at the published figures of the killed";
    const offer = document.createElement("p");
    offer.className = "search-figures";
    offer.append(link);
    summary.after(offer);
  };

  // What was found is said once, when it is known, and not each result as it comes.
  const said = document.getElementById("search-said");
  const results = document.getElementById("search-results");
  new MutationObserver(() => {
    const summary = results.querySelector(".search-summary");
    const found = summary?.textContent ?? "";
    if (said.textContent !== found) said.textContent = found;
    if (/^(Found|Nothing)/.test(found)) offerFigures(summary);
  }).observe(results, { childList: true, subtree: true, characterData: true });

  // Not by addTranslations, which makes a function of a text: the pages' policy forbids that.
  Object.assign(Documentation.TRANSLATIONS, {
    "Search finished, found ${resultCount} page(s) matching the search query.":
      "Found: ${resultCount}. Rows of the record come first, then pages.",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Nothing found. A word fewer, or another spelling, may find more. Numbers of losses, flight and captives stand in “Every published figure”, whose filter finds them.",
  });
}
