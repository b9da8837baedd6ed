// Choices that hold for the next visit too. They belong to the browser, not to whoever signs in.
const prefix = "webcap.";

/** @returns {string | null} */
export function recall(name) {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    // Storage may be forbidden by the browser's settings: then every visit begins anew.
    return null;
  }
}

/** @param {string | null} value null forgets */
export function keep(name, value) {
  try {
    if (value === null) {
      localStorage.removeItem(prefix + name);
    } else {
      localStorage.setItem(prefix + name, value);
    }
  } catch (error) {
    console.info("The choice holds for this page only: the browser forbids storage.", error);
  }
}
