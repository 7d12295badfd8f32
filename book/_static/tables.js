/* Search, choose, order, link and download the rows of the long tables.
   The script makes all controls: without it the whole table stands on the page and nothing of
   them shows. Texts of the record enter the page as text alone. The state stands in the address,
   so that a view can be shared. The codes of rows and the lists behind them: briefing/facets.py. */
"use strict";
(() => {
  const { fold, forms, load, sought, worded } = window.briefing;
  const ADDRESS_DELAY = 200; // ms; browsers refuse more than some 200 changes in half a minute
  const TOLD = 60; // letters by which the name of a button tells its row from others
  const SAID_DELAY = 2000; // ms that a button says what it did
  // Scripts that few readers need come when they do.
  const CITATIONS = "citations.js";
  const KEYS = "../_exhibits/source-keys.js";
  const PLACES = "places.js";
  const AT_ONCE = 40; // rows that appear in one picture: laying out all 700 takes half a second

  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  const label = (text, control, kind = "") =>
    make("label", { className: kind }, make("span", { textContent: text }), control);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  /* Without the numbers behind words that a source carries. */
  const unmarked = (text) => text.replace(/\[\d{1,2}(,\d{1,2})*\]/g, "");

  /* The key of a cited source: its address is short, and the list of keys comes when it is needed. */
  const keyOf = (node) =>
    node?.hash?.startsWith("#r-") && (window.briefing.keys?.[node.hash.slice(1)] ?? node.hash.slice(1));

  /* A part of a cell with looks of its own, which its data set off by a bar (`Sequence.plain`). */
  const isPart = (node) =>
    node?.parentNode.matches("td, td p") && node.matches?.("b, div, i, mark, p, small, span[class]");

  /* The text of a cell as the exhibit's CSV file has it: citations by their keys. */
  const plain = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const [before, after] = [node.previousSibling, node.nextSibling];
      if (keyOf(before) && keyOf(after)) return "; ";
      // The blank before the button that copies an address parts nothing.
      const goesOn = node.data.trim() || (after && !after.matches("button"));
      const begun = goesOn && isPart(before) ? node.data.replace(/^\s+/, " | ") : node.data;
      return isPart(after) ? begun.replace(/(?<! \|)\s+$/, " | ") : begun;
    }
    if (keyOf(node)) return keyOf(node);
    return [...node.childNodes].map(plain).join("");
  };
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  /* ---- What stands on a page: exhibits, and the lists of the bibliography ---- */

  /* A row's id in its table of the record, from its address: evt-1988-02-20-... and so on. */
  const idOf = (anchor) => anchor.replace(/^[a-z]+-/, "");

  const rowElements = new WeakSet();
  const row = (element, group, fields) => {
    rowElements.add(element);
    const id = element.id || element.querySelector(".row-anchor")?.id;
    return { element, id, group, codes: fields.map((field) => field.split(",")), fields };
  };

  /* The codes of rows, in their order on the page: each a list of fields. */
  const codesOf = (place) => {
    const columns = place.dataset.rows.split("|").map((column) => column.split(";"));
    return columns[0].map((_, number) => columns.map((column) => column[number]));
  };

  const exhibit = (table, codes) => {
    const [body] = table.tBodies;
    const groups = [];
    const rows = [];
    for (const line of body.rows) {
      if (line.classList.contains("group-row"))
        groups.push({ element: line, name: squeezed(plain(line)), rows: [] });
      else {
        rows.push(row(line, groups.at(-1), codes[rows.length]));
        groups.at(-1)?.rows.push(rows.at(-1));
      }
    }
    const columns = [...table.tHead.rows[0].cells].map((cell) => squeezed(plain(cell)));
    return {
      name: table.id,
      title: squeezed(table.querySelector(".caption-number")?.textContent ?? "the table").replace(/:$/, ""),
      before: table.parentElement.matches(".pst-scrollable-table-container")
        ? table.parentElement
        : table,
      rows,
      groups,
      columns: ["id", ...(groups.length ? ["Group"] : []), ...columns],
      cells: ({ element, id, group }) => [
        idOf(id),
        ...(groups.length ? [group?.name ?? ""] : []),
        ...[...element.cells].map((cell) => squeezed(plain(cell))),
      ],
      copyPlace: (element) => element.cells[0].querySelector("p") ?? element.cells[0],
      cited: true,
      ungrouped: true,
      table,
    };
  };

  /* What an entry says after its label, without the button that this script puts there. */
  const told = (entry) =>
    [...entry.childNodes]
      .filter((node) => !node.matches?.(".label, button"))
      .map((node) => node.textContent)
      .join("");

  const bibliography = (place, codes) => {
    const lists = [...document.querySelectorAll(".citation-list")];
    const groups = lists.map((list) => ({
      element: list.closest("section"),
      name: squeezed(plain(list.closest("section").querySelector("h2").firstChild)),
      rows: [],
    }));
    const rows = [];
    lists.forEach((list, number) => {
      for (const entry of list.children) {
        rows.push(row(entry, groups[number], codes[rows.length]));
        groups[number].rows.push(rows.at(-1));
      }
    });
    return {
      name: `tbl-${location.pathname.split("/").pop().replace(/\.html$/, "")}`,
      title: "the sources",
      before: place,
      rows,
      groups,
      columns: ["Kind", "Key", "Label", "Source", "Address"],
      cells: ({ element, id, group }) => [
        group.name,
        window.briefing.keys[id],
        squeezed(element.querySelector(".label").textContent).replace(/^\[|\]$/g, ""),
        squeezed(told(element)),
        element.querySelector("a")?.href ?? "",
      ],
      copyPlace: (element) => element,
      ungrouped: false,
    };
  };

  /* ---- The address: words, choices and order of each table of the page ---- */

  const prefixOf = (name) => {
    const page = location.pathname.split("/").pop().replace(/\.html$/, "");
    const short = name.replace(/^tbl-/, "");
    if (short === page) return "";
    return `${short.startsWith(`${page}-`) ? short.slice(page.length + 1) : short}.`;
  };

  let led = false; // to the table whose state the address holds
  const freshly = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const HASH = "#?"; // before the state where the query cannot hold it
  const inHash = () => location.hash.startsWith(HASH);
  let queryRefused = inHash();
  const parameters = () =>
    new URLSearchParams(inHash() ? location.hash.slice(HASH.length) : location.search);

  const writeAddress = (asked, keepHash) => {
    const said = asked.toString();
    const hash = keepHash && !inHash() ? location.hash : "";
    try {
      if (queryRefused) throw new Error("the query was refused before");
      history.replaceState(null, "", `${location.pathname}${said && `?${said}`}${hash}`);
    } catch {
      // Pages from disk, in some browsers. A row's address stays a row's address.
      queryRefused = true;
      if (said || inHash()) history.replaceState(null, "", said ? HASH + said : "#");
    }
  };

  /* ---- One table with its controls ---- */

  const tool = (host, spec) => {
    const prefix = prefixOf(host.name);
    const { rows, groups } = host;
    const first = spec.facets.length; // the field of a row's code at which sort keys begin
    const state = { words: "", choices: {}, order: "" };
    let pinned = null; // a row that the address names, shown whatever is chosen
    let timer = 0;

    // Not "q": the stock search script takes that of any page's address for its own.
    const words = make("input", {
      type: "search",
      name: "words",
      autocomplete: "off",
      spellcheck: false,
    });
    const counts = spec.facets.map((_, field) => {
      const found = new Map();
      for (const { codes } of rows)
        for (const code of codes[field]) found.set(code, (found.get(code) ?? 0) + 1);
      return found;
    });
    const chooser = (facet, field) => {
      if (facet.flag) return make("input", { type: "checkbox", name: facet.key });
      const options = facet.values.map(([id, said], number) =>
        make("option", {
          value: id,
          textContent: `${capital(said)} (${counts[field].get(String(number)) ?? 0})`,
        }),
      );
      const all = make("option", { value: "", textContent: "All" });
      return make("select", { name: facet.key }, all, ...options);
    };
    const choosers = spec.facets.map((facet, field) => ({
      facet,
      field,
      control: chooser(facet, field),
      numbers: new Map(facet.values.map(([id], number) => [id, String(number)])),
    }));
    const order = make(
      "select",
      { name: "order" },
      make("option", { value: "", textContent: "As in the book" }),
      ...spec.orders.flatMap(({ key, up, down, keyed }) => [
        ...(keyed ? [make("option", { value: key, textContent: capital(up) })] : []),
        make("option", { value: `-${key}`, textContent: capital(down) }),
      ]),
    );
    const reset = make("button", { type: "button", textContent: "Reset" });
    const save = make("button", { type: "button", textContent: "Download what is shown (CSV)" });
    for (const button of [reset, save])
      button.setAttribute("aria-label", `${button.textContent}: ${host.title}`);
    const count = make("p", { className: "row-count" });
    count.setAttribute("role", "status");
    const said = make("p", { className: "row-said" });
    const form = make(
      "form",
      { className: "row-tools" },
      label(`Words in these ${spec.many}`, words, "row-words"),
      ...choosers.map(({ facet, control }) =>
        label(facet.flag ? capital(facet.label) : facet.label, control, facet.flag ? "row-flag" : ""),
      ),
      ...(spec.orders.length ? [label("Order", order)] : []),
      make("div", { className: "row-buttons" }, reset, save),
    );
    form.dataset.for = host.name;
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", `Choose ${spec.many} of ${host.title}`);

    /* ---- Which rows are shown ---- */

    const isChosen = ({ codes }) =>
      choosers.every(({ facet, field, numbers }) => {
        const id = state.choices[facet.key];
        return !id || codes[field].includes(numbers.get(id));
      });
    // Between the cells of a row there is no blank, and a word begins behind one.
    const told = ({ cells, textContent }) =>
      cells ? [...cells].map((cell) => cell.textContent).join(" ") : textContent;
    const textOf = (line) => (line.text ??= worded(unmarked(told(line.element))));
    const has = (line, form) => textOf(line).includes(form) || worded(sought(line.id ?? "")).includes(form);

    const busy = host.table ?? host.before;
    let waiting = []; // rows that are shown, but do not stand on the page yet
    let coming = false; // whether other names of places and rows are on their way
    const tellBusy = () => busy.setAttribute("aria-busy", String(coming || waiting.length > 0));
    const appear = () => {
      for (const { element } of waiting.splice(0, AT_ONCE)) element.hidden = false;
      tellBusy();
      if (waiting.length) requestAnimationFrame(() => setTimeout(appear));
    };
    const appearAll = () => {
      for (const { element } of waiting.splice(0)) element.hidden = false;
    };

    const apply = () => {
      const wanted = fold(state.words).trim().split(" ").filter(Boolean).map((word) => forms(word).map(worded));
      const holds = (line) => wanted.every((any) => any.some((form) => has(line, form)));
      let shown = 0;
      for (const line of rows) {
        const match = isChosen(line) && (!wanted.length || holds(line));
        line.shown = match || line === pinned;
        shown += line.shown;
        if (!line.shown && !line.element.hidden) line.element.hidden = true;
      }
      const idle = !waiting.length;
      waiting = sorted(rows).filter((line) => line.shown && line.element.hidden);
      if (idle) appear();
      for (const group of groups) {
        const empty = !group.rows.some((line) => line.shown);
        group.element.hidden = empty || (host.ungrouped && state.order !== "");
      }
      tell(shown, pinned && !(isChosen(pinned) && holds(pinned)));
    };

    const tell = (shown, beside) => {
      // By hand: the first call of toLocaleString costs a phone more than the whole choice of rows.
      const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
      const of = `${number(shown)} of ${number(rows.length)} ${spec.many}`;
      const nothing = `${of}: no ${spec.one} matches. A word or a choice fewer may find some.`;
      const extra = beside ? `, one of them because the address names it` : "";
      const text = shown ? `${of}${extra}` : nothing;
      if (count.textContent !== text) count.textContent = text;
      // For print, where the controls do not stand.
      const choices = choosers
        .filter(({ facet }) => state.choices[facet.key])
        .map(({ facet, control }) =>
          facet.flag ? facet.label : `${facet.label}: ${control.selectedOptions[0].textContent}`,
        );
      if (state.words) choices.unshift(`words: ${state.words}`);
      said.textContent = choices.length ? `Chosen by ${choices.join("; ")}.` : "";
      save.disabled = shown === 0;
    };

    /* ---- In which order ---- */

    const sorted = (lines) => {
      if (!state.order) return lines;
      const down = state.order.startsWith("-");
      const keyed = spec.orders.filter((one) => one.keyed);
      const place = keyed.findIndex(({ key }) => key === state.order.replace(/^-/, ""));
      if (place < 0) return [...lines].reverse(); // they stand in this order already
      const field = first + place;
      const numeric = lines.every(({ fields }) => /^-?[\d.]*$/.test(fields[field]));
      const compare = (a, b) => (numeric ? a - b : a < b ? -1 : a > b ? 1 : 0);
      const known = lines.filter(({ fields }) => fields[field]);
      known.sort((a, b) => (down ? -1 : 1) * compare(a.fields[field], b.fields[field]));
      return [...known, ...lines.filter(({ fields }) => !fields[field])];
    };

    let placed = "";
    const arrange = () => {
      if (placed === state.order) return;
      placed = state.order;
      for (const { element } of rows) element.hidden = true; // they appear again some at a time
      if (!host.ungrouped)
        for (const group of groups) {
          const [line] = group.rows;
          line?.element.parentElement.append(...sorted(group.rows).map(({ element }) => element));
        }
      else {
        const lines = sorted(rows).map(({ element }) => element);
        const inBook = [
          ...rows.filter(({ group }) => !group).map(({ element }) => element),
          ...groups.flatMap((group) => [group.element, ...group.rows.map(({ element }) => element)]),
        ];
        host.table.tBodies[0].append(...(state.order ? lines : inBook));
      }
    };

    /* ---- State, controls and address say the same ---- */

    const fromControls = () => {
      state.words = squeezed(words.value);
      for (const { facet, control } of choosers)
        state.choices[facet.key] = facet.flag ? (control.checked ? "yes" : "") : control.value;
      state.order = order.value;
    };
    const toControls = () => {
      words.value = state.words;
      for (const { facet, control } of choosers)
        if (facet.flag) control.checked = state.choices[facet.key] === "yes";
        else control.value = state.choices[facet.key];
      order.value = state.order;
    };
    const settings = () => [
      ["words", state.words],
      ...choosers.map(({ facet }) => [facet.key, state.choices[facet.key] ?? ""]),
      ["order", state.order],
    ];
    const toAddress = () => {
      timer = 0;
      const asked = parameters();
      for (const [key, value] of settings())
        if (value) asked.set(prefix + key, value);
        else asked.delete(prefix + key);
      const ours = rows.some(({ id }) => id && `#${id}` === location.hash);
      writeAddress(asked, !ours);
    };
    const fromAddress = () => {
      const asked = parameters();
      const get = (key, valid) => {
        const value = asked.get(prefix + key) ?? "";
        return valid(value) ? value : "";
      };
      state.words = get("words", () => true);
      for (const { facet, numbers } of choosers)
        state.choices[facet.key] = get(facet.key, (value) => numbers.has(value));
      state.order = get("order", (value) => [...order.options].some((o) => o.value === value));
    };

    /* Words may be other names of places and rows, which are then there a moment later. */
    const chosen = () => {
      arrange();
      apply();
      if (!state.words || window.briefingPlaces) return;
      const arrived = () => {
        coming = false;
        apply();
        tellBusy();
      };
      coming = true;
      tellBusy();
      load(PLACES).then(arrived, arrived);
    };

    const changed = () => {
      fromControls();
      pinned = null;
      chosen();
      clearTimeout(timer);
      timer = setTimeout(toAddress, ADDRESS_DELAY);
    };
    /* A choice that is not yet in the address goes there before the reader leaves. */
    const flush = () => {
      if (!timer) return;
      clearTimeout(timer);
      toAddress();
    };
    const restore = () => {
      // In the hash a row's address takes the place of the state, which then stays as it is.
      if (queryRefused && !inHash()) return;
      const before = JSON.stringify(settings());
      fromAddress();
      if (before === JSON.stringify(settings())) return;
      toControls();
      chosen();
    };

    const named = () => {
      const id = location.hash.slice(1);
      const line = id && rows.find((one) => one.id === id);
      if (pinned && pinned !== line) {
        pinned = null;
        apply();
      }
      if (!line) return;
      if (!line.shown) {
        pinned = line;
        apply();
      }
      appearAll();
      line.element.scrollIntoView();
    };

    const csv = () => {
      const lines = sorted(rows).filter((line) => line.shown);
      return [host.columns, ...lines.map(host.cells)]
        .map((cells) => `${cells.map(quoted).join(",")}\n`)
        .join("");
    };
    let saving = null; // one press, one file, however long the list of sources takes
    const download = () => {
      saving ??= load(KEYS)
        .then(offer, refuse)
        .finally(() => (saving = null));
    };
    const refuse = () => (count.textContent = "The list of sources could not be loaded: no file.");
    const offer = () => {
      apply(); // says again how many rows are shown
      saveFile(csv(), "text/csv;charset=utf-8", `${host.name}-shown.csv`);
    };

    form.addEventListener("input", changed);
    words.addEventListener("focus", () => load(PLACES).catch(() => {}));
    form.addEventListener("submit", (event) => event.preventDefault());
    reset.addEventListener("click", () => {
      Object.assign(state, { words: "", order: "" });
      for (const { facet } of choosers) state.choices[facet.key] = "";
      toControls();
      changed();
      words.focus();
    });
    save.addEventListener("click", download);
    host.before.before(form, count, said);
    for (const line of rows.slice(0, AT_ONCE)) addButtons(host, line, spec.one);

    fromAddress();
    toControls();
    chosen();
    named();
    // Who follows the address of a view is led to it, below the chart and the answer.
    if (!led && freshly() && (inHash() || !location.hash) && settings().some(([, value]) => value)) {
      led = true;
      form.scrollIntoView();
      form.tabIndex = -1;
      form.focus({ preventScroll: true });
    }
    document.addEventListener("click", flush, true);
    window.addEventListener("pagehide", flush);
    window.addEventListener("popstate", restore);
    window.addEventListener("hashchange", named);
    window.addEventListener("beforeprint", appearAll);
    idly(rows, (line) => {
      addButtons(host, line, spec.one);
      textOf(line);
    });
  };

  /* ---- A row's permanent address ---- */

  const addressOf = (id) => {
    const page = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    return `${page.replace(/[?#].*$/, "")}#${id}`;
  };

  // The beginning of a text, of whole words.
  const cut = (text) => (text.length > TOLD ? text.slice(0, TOLD + 1).replace(/\s+\S*$/, "") : text);

  const taken = new Set(); // names that buttons of the page have
  const addButtons = (host, line, one) => {
    const { element, id } = line;
    const place = id && host.copyPlace(element);
    if (!place || place.querySelector(".row-copy")) return;
    const own = squeezed(element.querySelector(".row-anchor, .label")?.textContent ?? id);
    // Days and clauses repeat: the title, or else the text and how it begins, tells them apart.
    const [, second, ...others] = element.cells ?? [];
    const told = (cell) => cut(squeezed(unmarked(cell?.textContent ?? "")));
    const theirs = line.group && cut(line.group.name);
    const group = second?.querySelector("b") ? "" : theirs;
    let name = [own, group, told(second?.querySelector("b") ?? second)].filter(Boolean).join(", ");
    // What is still alike differs in its group or in a later cell.
    for (const more of [theirs, ...others.map(told)])
      if (more && taken.has(name)) name += `, ${more}`;
    taken.add(name);
    const button = (className, said) => {
      const made = make("button", { type: "button", className });
      made.setAttribute("aria-label", `${said} ${name}`);
      place.append(" ", made);
      return made;
    };
    button("row-copy", "Copy link to").dataset.copies = id;
    if (!host.cited) {
      if (element !== at) skip(element);
      return;
    }
    const cite = button("row-cite", "Cite");
    cite.dataset.cites = id;
    cite.setAttribute("aria-haspopup", "dialog");
    // Who has gone on meanwhile, or presses twice, is not interrupted.
    const offer = () => document.activeElement === cite && window.briefing.offerCitation(line, one);
    const refuse = () => flag(cite, false, "The citation could not be loaded.");
    cite.addEventListener("click", () => {
      cite.focus(); // which Safari leaves where it was
      load(CITATIONS).then(offer, refuse);
    });
    if (element !== at) skip(element);
  };

  /* A row is one stop of the tabulator, its own link; while it has the focus its other links and
     its buttons follow. A source of a list, which has no link of its own, keeps its links. */
  let at = null; // the row in which the focus is
  const skip = (line) => {
    const own = line.querySelector(".row-anchor");
    for (const stop of line.querySelectorAll(own ? "a[href], button" : "a[href] ~ button"))
      if (stop !== own) stop.tabIndex = -1;
  };
  document.addEventListener("focusin", ({ target }) => {
    const found = target.closest("tr, .citation-list > li");
    const line = rowElements.has(found) ? found : null;
    if (line === at) return;
    if (at) skip(at);
    at = line;
    for (const stop of at?.querySelectorAll("[tabindex='-1']") ?? []) stop.tabIndex = 0;
  });

  const copied = async (text, within = document.body) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Where the page may not use the clipboard, as on plain http.
      const field = make("textarea", { value: text, className: "row-aside" });
      within.append(field);
      const before = document.activeElement;
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      before?.focus();
      return done;
    }
  };

  const heard = make("p", { className: "row-aside" });
  heard.setAttribute("role", "status");
  /* Show and say for a while what a button did; the next takes its place. */
  let unflag = () => {};
  const flag = (button, done, said) => {
    unflag();
    button.classList.add(done ? "row-copied" : "row-uncopied");
    heard.textContent = said;
    const timer = setTimeout(() => unflag(), SAID_DELAY);
    unflag = () => {
      clearTimeout(timer);
      button.classList.remove("row-copied", "row-uncopied");
      heard.textContent = "";
    };
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".row-copy");
    if (!button) return;
    const done = await copied(addressOf(button.dataset.copies));
    button.focus();
    flag(button, done, done ? "The link is copied." : "The link could not be copied.");
  });

  const saveFile = (text, type, name) => {
    const blob = new Blob([text], { type });
    const link = make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SAID_DELAY);
  };

  /* ---- Begin ---- */

  /* Prepare each row while the reader reads, so that the first word typed is answered at once. */
  const idly = (rows, prepare) => {
    // Safari tells nobody when it is idle: there the work is done in short turns.
    const later = window.requestIdleCallback ?? ((work) => setTimeout(() => {
      const end = performance.now() + 10;
      work({ timeRemaining: () => end - performance.now() });
    }, 50));
    let next = 0;
    const work = (deadline) => {
      while (next < rows.length && deadline.timeRemaining() > 2) prepare(rows[next++]);
      if (next < rows.length) later(work);
    };
    later(work);
  };

  Object.assign(window.briefing, { capital, copied, label, make, saveFile, squeezed, unmarked });
  document.body.append(heard);
  for (const place of document.querySelectorAll("[data-facets]")) {
    const spec = JSON.parse(place.dataset.facets);
    const table = place.closest("table");
    const codes = codesOf(place);
    tool(table ? exhibit(table, codes) : bibliography(place, codes), spec);
  }
})();
