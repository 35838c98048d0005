// Runs before the first paint: sets the theme (address, then what this browser prefers, then
// dark; see state::look) and starts loading the app.
(() => {
  const themes = ["dark", "light"];
  let kept = null;
  try {
    kept = localStorage.getItem("sartiq-monitor.theme");
  } catch {
    // A browser that keeps nothing has no preference.
  }
  const asked = new URLSearchParams(location.search).get("theme");
  document.documentElement.dataset.theme = [asked, kept].find((theme) => themes.includes(theme)) ?? "dark";

  const content = (name) => document.querySelector(`meta[name="${name}"]`).content;
  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });
  Promise.all([import(content("app-module")), parsed])
    .then(([module]) => module.default({ module_or_path: content("app-wasm") }))
    .catch((error) => {
      const place = document.getElementById("loading-words");
      if (place) place.textContent = `The app could not be loaded: ${error.message ?? error}. Reload the page to try again.`;
    });
})();
