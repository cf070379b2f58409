// Runs before the page is painted, so that it never flashes in the wrong colours.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is forbidden here
    }
  };
  const apply = () => {
    const wanted = kept();
    const dark = wanted === null ? system.matches : wanted === "dark";
    root.dataset.theme = dark ? "dark" : "light";
  };
  apply();
  system.addEventListener("change", apply);
})();
