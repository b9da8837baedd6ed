// A file made in the page: parts are added one by one, so that no array ever holds the whole of it; the browser may keep them on disk.
let parts = [];

export function begin() {
  parts = [];
}

/** Adds a copy of the bytes of a view. */
export function append(view) {
  parts.push(new Blob([view.slice()]));
}

/** @returns {number} bytes of the file, which the browser now saves */
export function finish(name, type) {
  const file = new Blob(parts, { type });
  parts = [];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads the file after the click; a minute is more than it needs to begin.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return file.size;
}
