// Light or dark, before anything is painted: as chosen here, else as the system says.
"use strict";
(() => {
  const wish = localStorage.getItem("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const dark = (localStorage.getItem("theme") ?? (system.matches ? "dark" : "light")) === "dark";
    document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
  };
  if (wish !== "light" && wish !== "dark") localStorage.removeItem("theme");
  show();
  system.addEventListener("change", show);
  window.jiliTheme = { show };
})();
