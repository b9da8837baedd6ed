// Splitters and popovers: what a page needs of geometry and nothing else knows.
const key = "webcap.layout";
const step = 2;

/**
 * Makes a separator draggable. It sets a custom property, in percent, on its parent; the style sheet does the rest. Kept in local storage.
 * @param {string} id of the separator, whose data-property names the property
 */
export function attachSplitter(id) {
  const separator = document.getElementById(id);
  const container = separator.parentElement;
  const property = separator.dataset.property;
  const isVertical = separator.getAttribute("aria-orientation") === "vertical";
  const set = (percent) => {
    const value = Math.round(Math.min(85, Math.max(15, percent)) * 10) / 10;
    container.style.setProperty(property, `${value}%`);
    separator.setAttribute("aria-valuenow", String(Math.round(value)));
    return value;
  };
  const current = () => Number(separator.getAttribute("aria-valuenow"));
  const keep = (value) => save({ ...load(), [property]: value });

  const saved = load()[property];
  if (typeof saved === "number") {
    set(saved);
  }
  separator.addEventListener("pointerdown", (down) => {
    separator.setPointerCapture(down.pointerId);
    down.preventDefault();
    const box = container.getBoundingClientRect();
    const move = (event) => set(isVertical ? 100 * (event.clientX - box.left) / box.width : 100 * (event.clientY - box.top) / box.height);
    separator.addEventListener("pointermove", move);
    separator.addEventListener("lostpointercapture", () => {
      separator.removeEventListener("pointermove", move);
      keep(current());
    }, { once: true });
  });
  separator.addEventListener("keydown", (event) => {
    const direction = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (direction !== undefined) {
      event.preventDefault();
      keep(set(current() + direction * step));
    }
  });
}

/** Opened popovers stand under the button that opened them, inside the window. Events of popovers do not bubble, but they can be captured. */
document.addEventListener("toggle", (event) => {
  const popover = event.target;
  if (event.newState !== "open" || !(popover instanceof HTMLElement) || !popover.hasAttribute("popover")) {
    return;
  }
  const invoker = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (invoker === null) {
    return;
  }
  const from = invoker.getBoundingClientRect();
  const margin = 8;
  const left = Math.max(margin, Math.min(from.left, innerWidth - popover.offsetWidth - margin));
  const isRoomBelow = from.bottom + popover.offsetHeight + margin <= innerHeight || from.top < innerHeight / 2;
  popover.style.left = `${left}px`;
  popover.style.top = isRoomBelow ? `${from.bottom + 4}px` : `${Math.max(margin, from.top - popover.offsetHeight - 4)}px`;
}, true);

function load() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    // Storage forbidden or not ours: the style sheet's proportions hold.
    return {};
  }
}

function save(layout) {
  try {
    localStorage.setItem(key, JSON.stringify(layout));
  } catch (error) {
    console.info("The layout holds for this page only: the browser forbids storage.", error);
  }
}
