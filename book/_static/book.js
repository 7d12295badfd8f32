// What the theme's script leaves to others: the contents beside the page on a wide screen, and
// the way back to the top.
document.addEventListener("DOMContentLoaded", () => {
  const toggle = document.querySelector(".primary-toggle");
  const sidebar = document.getElementById("pst-primary-sidebar");
  const top = document.getElementById("pst-back-to-top");
  let last = window.scrollY;

  // On a narrow screen the theme opens the contents as a dialog; this comes first and stops it.
  toggle.addEventListener("click", (event) => {
    if (window.matchMedia("(min-width: 992px)").matches) {
      event.stopImmediatePropagation();
      sidebar.classList.toggle("pst-sidebar-hidden");
    }
  }, true);

  // Offered to readers who have begun to scroll back.
  window.addEventListener("scroll", () => {
    top.classList.toggle("is-offered", window.scrollY < last && window.scrollY > window.innerHeight);
    last = window.scrollY;
  }, { passive: true });
  top.addEventListener("click", () => {
    window.scrollTo(0, 0);
    document.querySelector("#pst-skip-link a").focus({ preventScroll: true });
  });
});
