const attached = new Map();

/**
 * Calls back for some keys pressed in an element, which the browser then does not act on itself.
 * @param {string} id of the element; "document" for the whole page, where keys count only while nothing is being typed
 * @param {string} keys the keys' names with their modifiers, separated by spaces: "ArrowUp Control+Home j"
 * @param {(key: string) => void} onKey
 */
export function attach(id, keys, onKey) {
  const wanted = new Set(keys.split(" ").map((key) => (key === "Space" ? " " : key)));
  const isPage = id === "document";
  const element = isPage ? document : document.getElementById(id);
  const listeners = new AbortController();
  element.addEventListener("keydown", (event) => {
    const key = nameOf(event);
    if (event.defaultPrevented || !wanted.has(key) || (isPage ? isBusy(event.target) : isTyping(event.target))) {
      return;
    }
    event.preventDefault();
    onKey(key === " " ? "Space" : key);
  }, { signal: listeners.signal });
  attached.set(id, listeners);
}

export function detach(id) {
  attached.get(id)?.abort();
  attached.delete(id);
}

function nameOf(event) {
  const modifiers = (event.ctrlKey || event.metaKey ? "Control+" : "") + (event.altKey ? "Alt+" : "");
  return modifiers + (event.shiftKey && event.key.length > 1 ? "Shift+" : "") + event.key;
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select") !== null;
}

/** A page's single-letter keys leave alone whoever types, and whoever has a menu or dialog open. */
function isBusy(target) {
  return isTyping(target) || document.querySelector("dialog[open], :popover-open") !== null;
}
