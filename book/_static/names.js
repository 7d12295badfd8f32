/* Words as a reader may type them: without case, diacritics and the letters that have no plain
   form, a place by every name that the gazetteer knows, and a row by names that it does not show
   (once places.js is there, which is made from the record). */
"use strict";
window.briefing = (() => {
  const PLAIN = { "ə": "e", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "’": "'", "‘": "'", "–": "-" };
  const SHORTEST = 3; // letters from which a beginning stands for a place's name

  const fold = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[əıłøßæ’‘–]/g, (letter) => PLAIN[letter])
      .replace(/\s+/g, " ");

  // Words parted by single spaces, one before the first: what a space begins is the beginning of one.
  const worded = (text) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

  let known = null;
  const places = () => {
    known ??= window.briefingPlaces?.map(([shown, ...others]) => ({
      shown: fold(shown),
      words: others.flatMap((name) => fold(name).split(" ")),
    }));
    return known ?? [];
  };

  /* What a typed word may stand for: itself, and the name here of each place that has another
     name with a word that begins so. */
  const forms = (word) => {
    if (word.length < SHORTEST) return [word];
    const named = places().filter((place) => place.words.some((other) => other.startsWith(word)));
    return [word, ...named.map((place) => place.shown)];
  };

  /* Names by which a row is looked for; the accounts of an event share those of the event. */
  const sought = (anchor) =>
    (window.briefingNames?.[anchor.replace(/^acc-/, "evt-")] ?? []).join(" ");

  /* A script beside this one, loaded once: a page from disk can fetch no data, but a script. */
  const here = document.currentScript.src;
  const loading = new Map();
  const load = (name) => {
    const begin = (done, failed) => {
      const src = new URL(name, here).href;
      document.head.append(
        Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }),
      );
    };
    if (!loading.has(name)) {
      loading.set(name, new Promise(begin));
      loading.get(name).catch(() => loading.delete(name)); // the next may come through
    }
    return loading.get(name);
  };

  return { fold, forms, load, sought, worded };
})();
