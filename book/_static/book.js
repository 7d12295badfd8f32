// What the theme's script leaves to others: the contents beside the page on a wide screen, the way
// back to the top, and rows that link to themselves.
document.addEventListener("DOMContentLoaded", () => {
  for (const row of document.querySelectorAll(".row-anchor")) row.href = `#${row.id}`;

  const toggle = document.querySelector(".primary-toggle");
  const sidebar = document.getElementById("pst-primary-sidebar");
  const top = document.getElementById("pst-back-to-top");
  let turn = 0; // asking where the page stands would lay it out before it is drawn
  let offered = false;

  // On a narrow screen the theme opens the contents as a dialog; this comes first and stops it.
  toggle.addEventListener("click", (event) => {
    if (window.matchMedia("(min-width: 992px)").matches) {
      event.stopImmediatePropagation();
      sidebar.classList.toggle("pst-sidebar-hidden");
    }
  }, true);

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
});
