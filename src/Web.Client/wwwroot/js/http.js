/**
 * @param {string} method
 * @param {string} path relative to the page's base
 * @param {string | null} json
 * @returns {Promise<string>} the status, a line feed, and the body; status 0 when no answer came
 */
export async function send(method, path, json) {
  try {
    const response = await fetch(path, {
      method,
      body: json ?? undefined,
      headers: json === null ? { Accept: "application/json" } : { Accept: "application/json", "Content-Type": "application/json" },
      credentials: "same-origin",
      cache: "no-store",
    });
    return `${response.status}\n${await response.text()}`;
  } catch (error) {
    return `0\n${error.message}`;
  }
}
