// Runs before the first paint, so that a chosen theme never flashes the other one. appearance.js changes the choice later.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("webcap.theme");
  } catch {
    // Storage may be forbidden by the browser's settings: then the device's own scheme is used.
  }
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
})();
