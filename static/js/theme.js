// Light, dark or auto. Loaded in the head without defer, so that the choice stands before anything is painted.
(() => {
  const root = document.documentElement;
  const grounds = { light: "#ffffff", dark: "#1a1f23" };

  const chosen = () => {
    try {
      const kept = localStorage.getItem("theme");
      return kept in grounds ? kept : "auto";
    } catch {
      return "auto";
    }
  };

  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const meta of document.querySelectorAll("meta[name='theme-color']")) {
      meta.content = grounds[theme] ?? grounds[meta.media.includes("dark") ? "dark" : "light"];
    }
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
  };

  const choose = (theme) => {
    try {
      if (theme === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      // Storage is switched off: the choice holds for this page.
    }
    show(theme);
  };

  show(chosen());

  document.addEventListener("DOMContentLoaded", () => {
    show(chosen());
    for (const box of document.querySelectorAll("[data-theme-switch]")) box.hidden = false;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
  // Another tab chose.
  window.addEventListener("storage", () => show(chosen()));
})();
