// What pages do beyond links and forms. Everything works without it, only less comfortably.
"use strict";
(() => {
  const each = (where, what, act) => where.querySelectorAll(what).forEach(act);

  // The global search: "/" goes there, arrows walk through what was found, Escape closes.
  document.addEventListener("keydown", (event) => {
    const search = document.getElementById("search");
    if (!search) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.target === search || event.target.closest("#found")) {
      const found = [...document.querySelectorAll("#found a")];
      const at = found.indexOf(document.activeElement);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const next = at + (event.key === "ArrowDown" ? 1 : -1);
        (next < 0 ? search : found[Math.min(next, found.length - 1)] ?? search).focus();
      } else if (event.key === "Escape") {
        document.getElementById("found").replaceChildren();
        search.focus();
      }
    }
  });
  document.addEventListener("click", (event) => {
    const found = document.getElementById("found");
    if (found && !event.target.closest(".search")) found.replaceChildren();
  });

  const begin = (where) => {
    each(where, "[data-theme-switch]", (button) => button.addEventListener("click", () => {
      const dark = document.documentElement.getAttribute("data-bs-theme") === "dark";
      localStorage.setItem("theme", dark ? "light" : "dark");
      window.jiliTheme.show();
    }));
    each(where, "[data-print]", (button) => button.addEventListener("click", () => window.print()));
    each(where, "[data-submit-on-change]", (field) => field.addEventListener("change", () => field.form.requestSubmit()));
    each(where, "select[data-search]", (select) => { if (window.TomSelect && !select.tomselect) new TomSelect(select, { maxOptions: 500 }); });
    each(where, "[data-chart]", (box) => window.jiliChart?.(box));
    // A form sent twice is one form too many.
    each(where, "form[method=post]", (form) => form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      each(form, "button[type=submit]", (button) => button.setAttribute("aria-busy", "true"));
    }));
  };
  window.addEventListener("pageshow", () => each(document, "form[data-sent]", (form) => delete form.dataset.sent));
  window.addEventListener("beforeprint", () => each(document, "details:not([open])[data-print-open]", (one) => { one.open = true; one.dataset.opened = "1"; }));
  window.addEventListener("afterprint", () => each(document, "details[data-opened]", (one) => { one.open = false; delete one.dataset.opened; }));
  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) begin(event.target); });
})();
