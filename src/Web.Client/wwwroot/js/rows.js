// The browser's side of a windowed list: a viewport that scrolls, a sizer that is as tall as the list, and a layer that sticks to the viewport and holds the
// rows that are visible. Components/WindowedView.cs decides which rows these are.
const views = new Map();

/**
 * @param {string} id of the viewport; its first child is the sizer, whose first child is the layer
 * @param {(height: number, rowHeight: number, characters: number) => void} onMeasure the viewport's height and a row's, in px, and its width in characters
 * @param {(scrollTop: number) => number} onScroll draws the rows of a position and returns how many px of the first one are above the viewport
 * @param {(place: number, character: number, what: string) => void} onPoint "click", "double" or "hover" on the row in a place; when it is on an element with
 *   data-line, a line of equally wide characters, the line's name follows and the character is told. Place -1 when the mouse has left.
 */
export function attach(id, onMeasure, onScroll, onPoint) {
  const viewport = document.getElementById(id);
  const layer = viewport.firstElementChild.firstElementChild;
  const view = { viewport, sizer: viewport.firstElementChild, layer, known: viewport.scrollTop, isMoving: false, height: -1, offset: -1, listeners: new AbortController() };
  const { signal } = view.listeners;
  const measure = () => onMeasure(viewport.clientHeight, rowHeight(viewport), viewport.clientWidth / characterWidth(viewport));
  view.measure = measure;
  view.observer = new ResizeObserver(measure);
  view.observer.observe(viewport);
  viewport.addEventListener("scroll", () => {
    // An event that follows from our own placing says nothing about the user.
    if (viewport.scrollTop !== view.known) {
      view.known = viewport.scrollTop;
      shift(view, onScroll(viewport.scrollTop));
    }
  }, { passive: true, signal });
  const point = (event, kind) => {
    const row = event.target.closest(".row");
    const place = row === null ? -1 : Array.prototype.indexOf.call(layer.children, row);
    const line = event.target.closest("[data-line]");
    onPoint(place, line === null ? -1 : characterAt(line, event.clientX), line === null ? kind : `${kind} ${line.dataset.line}`);
  };
  layer.addEventListener("click", (event) => point(event, "click"), { signal });
  layer.addEventListener("dblclick", (event) => point(event, "double"), { signal });
  if (viewport.dataset.hover !== undefined) {
    layer.addEventListener("pointermove", (event) => point(event, "hover"), { signal });
    layer.addEventListener("pointerleave", () => onPoint(-1, -1, "hover"), { signal });
  }
  views.set(id, view);
  measure();
}

export function detach(id) {
  const view = views.get(id);
  view?.observer.disconnect();
  view?.listeners.abort();
  views.delete(id);
}

/** The style sheet may have another height for the rows than before. */
export function measure(id) {
  views.get(id).measure();
}

/** The rows are about to be drawn. Asked before, because after it the answer would cost a layout of its own. */
export function look(id) {
  const view = views.get(id);
  // The user has scrolled and the event is still to come: then the user decides.
  view.isMoving = view.viewport.scrollTop !== view.known;
}

/**
 * Sets the sizer's height, the rows' offset and, unless it is negative, the scrollbar's place.
 * @returns {number} where the scrollbar is: browsers round
 */
export function place(id, height, offset, scrollTop) {
  const view = views.get(id);
  if (height !== view.height) {
    view.height = height;
    view.sizer.style.height = `${height}px`;
  }
  shift(view, offset);
  if (scrollTop >= 0 && !view.isMoving) {
    view.viewport.scrollTop = scrollTop;
    view.known = view.viewport.scrollTop;
  }
  return view.known;
}

function shift(view, offset) {
  if (offset !== view.offset) {
    view.offset = offset;
    view.layer.style.setProperty("--offset", `${-offset}px`);
  }
}

/** The style sheet decides: rows are taller on narrow screens. */
function rowHeight(viewport) {
  return parseFloat(getComputedStyle(viewport).getPropertyValue("--row-height"));
}

function characterWidth(viewport) {
  const probe = document.createElement("span");
  probe.className = "probe";
  probe.textContent = "0".repeat(64);
  viewport.append(probe);
  const width = probe.getBoundingClientRect().width / 64;
  probe.remove();
  return width;
}

/** Which character of a line of equally wide ones is at a place; the line may be cut into spans. */
function characterAt(line, x) {
  const box = line.getBoundingClientRect();
  return box.width === 0 ? -1 : Math.floor((x - box.left) * line.textContent.length / box.width);
}
