const attached = new Map();

/**
 * Takes files that are dropped on an element, or chosen with the file input in it. One at a time; the last one is kept until the next comes.
 * @param {string} id of the element
 * @param {(name: string) => void} onFile
 */
export function attach(id, onFile) {
  const element = document.getElementById(id);
  const input = element.querySelector("input[type=file]");
  const entry = { file: null, listeners: new AbortController() };
  const options = { signal: entry.listeners.signal };
  const take = (files) => {
    if (files.length > 0) {
      entry.file = files[0];
      onFile(entry.file.name);
    }
  };
  input.addEventListener("change", () => {
    take(input.files);
    // The same file can be chosen again.
    input.value = "";
  }, options);
  element.addEventListener("dragover", (event) => {
    event.preventDefault();
    element.classList.add("over");
  }, options);
  element.addEventListener("dragleave", () => element.classList.remove("over"), options);
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    element.classList.remove("over");
    take(event.dataTransfer.files);
  }, options);
  attached.set(id, entry);
}

export function detach(id) {
  attached.get(id)?.listeners.abort();
  attached.delete(id);
}

/**
 * Sends the file that came last. The browser reads it as it goes; it is never whole in the page's memory.
 * @param {string} id
 * @param {string} path relative to the page's base
 * @param {(share: number) => void} onProgress 0 to 1
 * @returns {Promise<string>} the status, a line feed, and the body; status 0 when no answer came
 */
export function send(id, path, onProgress) {
  return new Promise((resolve) => {
    // fetch does not tell how far an upload is.
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener("load", () => resolve(`${request.status}\n${request.responseText}`));
    request.addEventListener("error", () => resolve("0\n"));
    request.addEventListener("abort", () => resolve("0\n"));
    request.send(attached.get(id).file);
  });
}
