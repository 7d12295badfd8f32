// What the theme's script leaves to others: the contents of book and page, the way back to the top,
// rows that link to themselves, addresses of rows that moved to another page, tables that can be
// gone past, and names by which controls that stand many times on a page are told apart.
document.addEventListener("DOMContentLoaded", () => {
  const MANY = 40; // links of a table that can be gone past
  const SETTLING = 30; // pictures until rows have the height that they are shown with
  const HEARD = 2000; // ms for which a status is kept
  // Where rows and exhibits went that stood on another page when their address was first given.
  const TO_NOVEMBER_2020 = /^acc-2020-(0|10|11-0|a)/;
  const MOVED = [
    ["negotiations", /^plan-/, "plans"],
    ["accounts", /^acc-/, "accounts-1994-2020"],
    ["accounts-since-2020", TO_NOVEMBER_2020, "accounts-1994-2020"],
    ["accounts-1994-2020", new RegExp(`^(?!${TO_NOVEMBER_2020.source.slice(1)})acc-`), "accounts-since-2020"],
    ["negotiations", /^tbl-negotiations-plans$/, "plans", "tbl-plans"],
    ["negotiations", /^tbl-negotiations-matrix$/, "plans", "tbl-plans-matrix"],
    ["human-cost", /^fig-human-cost-missing$/, "captives-and-missing", "fig-captives-missing-2020"],
  ];
  const wide = window.matchMedia("(min-width: 992px)");
  const root = document.documentElement;
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();

  for (const row of document.querySelectorAll(".row-anchor")) row.href = `#${row.id}`;

  /* ---- The contents of the book and of the page ---- */

  const toggle = document.querySelector(".primary-toggle");
  const sidebar = document.getElementById("pst-primary-sidebar");
  const ofPage = document.querySelector(".secondary-toggle");

  // Beside the page the contents are shown and hidden; on a narrow screen they are a dialog.
  const tellContents = () => {
    toggle.setAttribute("aria-controls", sidebar.id);
    if (wide.matches) {
      toggle.removeAttribute("aria-haspopup");
      toggle.setAttribute("aria-expanded", String(!sidebar.classList.contains("pst-sidebar-hidden")));
    } else {
      toggle.removeAttribute("aria-expanded");
      toggle.setAttribute("aria-haspopup", "dialog");
    }
  };
  // A dialog does not outlive the width that it was opened at: hidden there, it would lock the page.
  wide.addEventListener("change", () => {
    const open = document.querySelector("dialog[id$='-sidebar-modal'][open]");
    open?.addEventListener("close", () => setTimeout(tellContents), { once: true });
    if (open) open.close();
    else tellContents();
  });
  tellContents();
  ofPage?.setAttribute("aria-haspopup", "dialog");

  // This comes before the theme, which would open the dialog at any width.
  toggle.addEventListener("click", (event) => {
    if (!wide.matches) return;
    event.stopImmediatePropagation();
    sidebar.classList.toggle("pst-sidebar-hidden");
    tellContents();
  }, true);

  // A place of the same page that is chosen in a dialog is gone to once the dialog is closed, which
  // gives the focus, and with it the view, back to its button.
  document.addEventListener("click", (event) => {
    const dialog = event.target.closest?.("dialog[id$='-sidebar-modal']");
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab, another window
    const link = dialog && event.target.closest("a[href^='#']");
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      dialog.addEventListener("close", () => setTimeout(() => {
        if (place) location.hash = link.hash;
        // Also where the address names it already; the page's own entry leads to its top.
        const found = place ?? document.getElementById("main-content");
        if (place) found.scrollIntoView();
        else window.scrollTo(0, 0);
        const heading = found.querySelector("h1, h2, h3, h4") ?? found;
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }), { once: true });
    }
    if (link || (dialog && event.target.closest(".contents-close"))) dialog.close();
  }, true);

  /* ---- Colours ---- */

  const colours = document.querySelector(".theme-switch-button");
  const tellColours = () => {
    const chosen = { light: "light", dark: "dark", auto: "as the system" }[root.dataset.mode];
    colours.title = `Colours: ${chosen ?? "as the system"}. Change`;
    colours.setAttribute("aria-label", colours.title);
  };
  tellColours();
  new MutationObserver(tellColours).observe(root, { attributeFilter: ["data-mode"] });

  /* ---- Back to the top ---- */

  const top = document.getElementById("pst-back-to-top");
  let turn = 0; // asking where the page stands would lay it out before it is drawn
  let offered = false;

  // Offered to readers who have begun to scroll back, until they have gone half a screen onward:
  // a row that takes its room moves the page by less.
  window.addEventListener("scroll", () => {
    const at = window.scrollY;
    if (at < turn || !offered || at - turn > window.innerHeight / 2) {
      offered = at < turn && at > window.innerHeight;
      turn = at;
    }
    top.classList.toggle("is-offered", offered);
  }, { passive: true });
  top.addEventListener("click", () => {
    window.scrollTo(0, 0);
    document.querySelector("#pst-skip-link a").focus({ preventScroll: true });
  });

  /* ---- Addresses of rows that stand on another page now ---- */

  const follow = () => {
    const asked = location.hash.slice(1);
    const here = location.pathname.split("/").at(-1).replace(/\.html$/, "");
    const [, , page, id] = MOVED.find(([from, ids]) => from === here && ids.test(asked)) ?? [];
    if (page && !document.getElementById(asked)) location.replace(`${page}.html#${id ?? asked}`);
  };
  follow();
  window.addEventListener("hashchange", follow);

  /* ---- Past a table ---- */

  // Hundreds of links may stand between what is before a table and what follows it.
  const pastButton = (before, title) => {
    const past = document.createElement("button");
    Object.assign(past, { type: "button", className: "row-past", textContent: "Go past the table" });
    past.setAttribute("aria-label", `Go past the table: ${title}`);
    past.addEventListener("click", () => {
      const after = before.nextElementSibling;
      after.tabIndex = -1;
      after.focus();
      // Rows that come into view turn out taller than was guessed, and push it down for a while.
      let left = SETTLING;
      const settle = () => {
        if (!after.contains(document.activeElement)) return;
        after.scrollIntoView({ block: "center" });
        if (left--) requestAnimationFrame(settle);
      };
      settle();
    });
    return past;
  };
  const frameOf = (table) => table.closest(".pst-scrollable-table-container") ?? table;
  const numberOf = (exhibit) =>
    squeezed(exhibit.querySelector(".caption-number")?.textContent ?? "the table").replace(/:$/, "");
  for (const table of document.querySelectorAll("table.exhibit"))
    if (table.querySelectorAll("tbody a[href]").length > MANY) {
      const frame = frameOf(table);
      const button = pastButton(frame, numberOf(table));
      const tools = document.querySelector(`.row-tools[data-for="${table.id}"] .row-buttons`);
      if (tools) tools.append(button);
      else frame.before(button);
    }

  /* ---- Names of controls that stand many times ---- */

  for (const foot of document.querySelectorAll(".exhibit-source")) {
    const before = foot.previousElementSibling;
    const exhibit = before?.matches("table, figure") ? before : before?.querySelector("table, figure");
    for (const control of exhibit ? foot.querySelectorAll(":scope > a, summary, .exhibit-cite a") : [])
      control.setAttribute("aria-label", `${control.textContent}, ${numberOf(exhibit)}`);
  }

  // A table of a page of words has no caption, but the heading of its section.
  for (const table of document.querySelectorAll("article table:not(:has(caption))")) {
    const heading = table.closest("section")?.querySelector("h1, h2, h3");
    if (heading) table.setAttribute("aria-label", squeezed(heading.firstChild.textContent));
  }

  // The citations that can be copied: which format of what, and that it was copied.
  const heard = document.createElement("p");
  heard.className = "row-aside";
  heard.setAttribute("role", "status");
  for (const button of document.querySelectorAll(".copybtn")) {
    const block = button.closest("div[class*=highlight-]");
    const format = block?.previousElementSibling?.querySelector("strong")?.textContent;
    const part = button.closest("section")?.querySelector("h1, h2, h3")?.firstChild.textContent;
    button.setAttribute("aria-label", ["Copy", format, part].filter(Boolean).join(": "));
    button.addEventListener("click", () => {
      // The library gives the focus to a field from which it copies, and then to nothing.
      setTimeout(() => {
        button.focus();
        heard.textContent = "";
        setTimeout(() => (heard.textContent = "Copied."));
        setTimeout(() => (heard.textContent = ""), HEARD);
      });
    });
    if (!heard.isConnected) document.body.append(heard);
  }
});
