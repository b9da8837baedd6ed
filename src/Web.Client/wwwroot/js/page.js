/** @returns {string | null} the token in the fragment, which is removed so that it is in no history, bookmark or screenshot */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return token;
}

/** @returns {Promise<boolean>} */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.info("The browser does not let the page write to the clipboard.", error);
    return false;
  }
}

/** Has the browser save what an address of the server answers; the name is the server's. */
export function save(address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

export function focus(id) {
  document.getElementById(id)?.focus();
}

export function reveal(id) {
  document.getElementById(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function showDialog(id) {
  document.getElementById(id)?.showModal();
}

export function close(id) {
  const element = document.getElementById(id);
  if (element instanceof HTMLDialogElement) {
    element.close();
  } else if (element?.matches(":popover-open")) {
    element.hidePopover();
  }
}
