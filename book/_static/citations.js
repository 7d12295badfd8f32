/* How a row is cited: as the page "How to cite" has it (briefing/citing.py), in a dialog.
   tables.js loads this script when a reader asks for the first citation. */
"use strict";
(() => {
  const { capital, copied, label, make, saveFile, squeezed, unmarked } = window.briefing;

  /* Where a sentence ends: briefing/citing.py has it too. */
  const SENTENCE_END = /([\p{L}\p{N}_)\]”"])\.\s+["“([]?[A-ZÀ-Þ0-9].*$/su;
  const firstSentence = (text) => text.replace(SENTENCE_END, "$1").replace(/[. ]+$/, "");

  /* A clause as briefing/found.py has it: a number is a point. */
  const clause = (name) => (/^\d/.test(name) ? `point ${name}` : name);

  /* The title by which a row is cited: what it tells first, and its day; whose position or case it
     is, the text of a term, and who claims a figure, go with it. */
  const titleOf = ({ element, id, group }) => {
    const [kind] = id.split("-");
    const [first, second, third] = element.cells;
    const text = (cell, ...names) =>
      squeezed(unmarked(names.map((name) => cell.querySelector(name)).find(Boolean)?.textContent ?? ""));
    const shown = text(first, ".row-anchor");
    const title = text(second, "b", "div", "a");
    const scope = firstSentence(text(second, "div", "b"));
    if (kind === "est") return `${shown}: ${scope} (${text(third, "div")}, ${text(third, "small")})`;
    if (kind === "term") {
      const [, day, whole] = group.name.match(/^(.*?): (.*)$/);
      return `${firstSentence(title)} (${clause(shown)}, ${whole}, ${day})`;
    }
    if (kind === "transfer") return `${scope}, ${shown}`;
    if (kind === "pos") return `${group.name} (${text(second, "i")}, ${shown}): ${firstSentence(title)}`;
    if (kind === "step") return `${group.name}: ${firstSentence(title)} (${shown})`;
    return `${firstSentence(title)} (${shown})`;
  };

  const meta = (name) => document.querySelector(`meta[name=citation_${name}]`)?.content ?? "";

  /* The citation of a row in each format: what it is called, the ending of its file, its text. */
  const citations = (title, id, one) => {
    const [, version, digest] = document
      .querySelector(".version")
      .textContent.match(/Version (\S+) · inputs (\S+)/);
    const author = meta("author");
    const book = meta("book_title");
    const day = meta("publication_date");
    const [year, month, date] = day.split("/").map(Number);
    const page = meta("public_url");
    const url = page && `${page}#${id}`;
    const genre = id.startsWith("acc-") ? "Accounts" : id.startsWith("est-") ? "Published figure" : capital(one);
    const label = `${genre} ${id}`;
    const edition = `Version ${version}, inputs ${digest}`;
    const note = `${label}. ${edition}.`;
    const key = `karabakh-briefing-${version}-${id}`;
    const latex = (text) => text.replace(/[#%&_${}]/g, "\\$&").replaceAll("~", "\\textasciitilde ");
    const filled = (fields) => Object.entries(fields).filter(([, value]) => value);
    const bibtex = {
      author: `{${latex(author)}}`,
      title: `{${latex(title)}}`,
      booktitle: `{${latex(book)}}`,
      publisher: `{${latex(author)}}`,
      year,
      date: day.replaceAll("/", "-"),
      version,
      note: latex(note),
      url,
    };
    const ris = {
      TY: "CHAP",
      ID: key,
      AU: author,
      TI: title,
      T2: book,
      PY: year,
      DA: day,
      ET: version,
      LA: "en",
      N1: note,
      UR: url,
    };
    const csl = {
      id: key,
      type: "chapter",
      author: [{ literal: author }],
      title,
      "container-title": book,
      genre,
      issued: { "date-parts": [[year, month, date]] },
      version,
      language: "en",
      note,
      URL: url,
    };
    const entry = filled(bibtex).map(([name, value]) => `  ${name} = {${value}}`);
    const lines = filled(ris).map(([tag, value]) => `${tag}  - ${value}`);
    const ended = (text) => (/[?!.]$/.test(text) ? text : `${text}.`);
    const released = `${date} ${new Date(Date.UTC(year, month - 1)).toLocaleString("en-GB", { month: "long", timeZone: "UTC" })} ${year}`;
    const chicago = `${author}. “${ended(title)}” ${label}. In ${book}. ${edition}. ${released}.`;
    const apa = `${author}. (${year}). ${title} [${label}]. In ${book} (${edition}).`;
    return [
      ["Text (APA)", "txt", `${apa}${url && ` ${url}`}\n`],
      ["Text (Chicago)", "txt", `${chicago}${url && ` ${url}.`}\n`],
      ["BibTeX", "bib", `@incollection{${key},\n${entry.join(",\n")}\n}\n`],
      ["RIS", "ris", `${lines.join("\n")}\nER  - \n`],
      ["CSL-JSON", "json", `${JSON.stringify([Object.fromEntries(filled(csl))], null, 2)}\n`],
    ];
  };

  /* A dialog, which the browser itself closes by Escape, giving the focus back to the button. */
  window.briefing.offerCitation = (line, one) => {
    const { id } = line;
    const title = titleOf(line);
    const formats = citations(title, id, one);
    const format = make("select", {}, ...formats.map(([name]) => make("option", {}, name)));
    const text = make("textarea", { readOnly: true, rows: 9, spellcheck: false });
    const act = (name, click) => {
      const made = make("button", { type: "button", textContent: name });
      made.addEventListener("click", click);
      return made;
    };
    const told = make("p");
    told.setAttribute("role", "status");
    const show = () => {
      text.value = formats[format.selectedIndex][2];
      told.textContent = "";
    };
    const copy = async () => {
      const done = await copied(text.value, box);
      told.textContent = done ? "The citation is copied." : "The citation could not be copied.";
    };
    const file = () => {
      const [, ending] = formats[format.selectedIndex];
      saveFile(text.value, "text/plain;charset=utf-8", `${id}.${ending}`);
    };
    const box = make(
      "dialog",
      { className: "row-citation" },
      make(
        "div",
        { className: "row-tools" },
        label("Format", format),
        label("Citation", text, "row-words"),
        make(
          "div",
          { className: "row-buttons" },
          act("Copy", copy),
          act("Download", file),
          act("Close", () => box.close()),
        ),
      ),
      told,
    );
    box.setAttribute("aria-label", `Cite: ${title}`);
    box.addEventListener("close", () => box.remove());
    format.addEventListener("input", show);
    document.body.append(box);
    show();
    box.showModal();
  };
})();
