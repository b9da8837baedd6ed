const key = "webcap.theme";

/** @returns {"system" | "light" | "dark"} what is in force now */
export function getTheme() {
  return document.documentElement.dataset.theme ?? "system";
}

/** @param {"system" | "light" | "dark"} theme */
export function setTheme(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  try {
    localStorage.setItem(key, theme);
  } catch (error) {
    console.info("The theme holds for this page only: the browser forbids storage.", error);
  }
}
