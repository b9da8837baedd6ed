// The hub connection: one for the page, kept for as long as the page wants it. Reconnecting is done here, not by the SignalR client, so that a person can
// ask for it at once and so that the first connection is retried like any other.
const delaysMs = [0, 500, 1000, 2000, 5000, 10000];
const streams = new Map();
let lastStream = 0;
let wanted = false;
let connection = null;
let wake = null;
let tell = null;
let usesJson = false;
let item = null;

/**
 * Connects, and goes on trying until disconnect.
 * @param {string} url
 * @param {(state: "connecting" | "connected" | "refused", detail: string) => void} onState
 */
export function connect(url, onState) {
  tell = onState;
  if (wanted) {
    return;
  }
  wanted = true;
  connection = build(url);
  keepConnected(url);
}

/** Tries again at once instead of when the pause is over. */
export function retry() {
  wake?.();
}

export async function disconnect() {
  wanted = false;
  wake?.();
  await connection?.stop();
}

/**
 * @param {number} minor
 * @param {string | null} sessionId
 * @param {number} nextRecord
 * @param {(length: number) => void} onItem called for each item; take() copies it, during the call
 * @param {(error: string | null) => void} onEnd the server ended the stream; not called when the connection was lost
 * @returns {number} the stream, for end()
 */
export function watch(minor, sessionId, nextRecord, onItem, onEnd) {
  return open(connection.stream("Watch", minor, sessionId, nextRecord), onItem, onEnd);
}

export function counters(onItem, onEnd) {
  return open(connection.stream("Counters"), onItem, onEnd);
}

export function processes(onItem, onEnd) {
  return open(connection.stream("Processes"), onItem, onEnd);
}

export function end(stream) {
  streams.get(stream)?.dispose();
  streams.delete(stream);
}

/** Copies the item of the current onItem call. */
export function take(view) {
  view.set(item);
}

function open(stream, onItem, onEnd) {
  const id = ++lastStream;
  const finish = (error) => {
    // The client reports its own disconnection through every stream before it changes state: a moment later the state tells the two apart.
    setTimeout(() => {
      if (streams.delete(id) && connection.state === signalR.HubConnectionState.Connected) {
        onEnd(error);
      }
    });
  };
  streams.set(id, stream.subscribe({
    next(value) {
      item = typeof value === "string" ? fromBase64(value) : value;
      onItem(item.length);
      item = null;
    },
    error: (error) => finish(error?.message ?? String(error)),
    complete: () => finish(null),
  }));
  return id;
}

function build(url) {
  const builder = new signalR.HubConnectionBuilder().withUrl(url).configureLogging(signalR.LogLevel.None);
  if (!usesJson) {
    builder.withHubProtocol(new signalR.protocols.msgpack.MessagePackHubProtocol());
  }
  const made = builder.build();
  made.onclose(() => {
    streams.clear();
    if (wanted) {
      keepConnected(url);
    }
  });
  return made;
}

async function keepConnected(url) {
  for (let attempt = 0; wanted; attempt++) {
    tell("connecting", String(attempt));
    if (await attemptOnce(url)) {
      return;
    }
    await pause(delaysMs[Math.min(attempt + 1, delaysMs.length - 1)]);
  }
}

async function attemptOnce(url) {
  try {
    await connection.start();
    tell("connected", usesJson ? "json" : "messagepack");
    return true;
  } catch (error) {
    if (/status code '401'|\b401\b/i.test(error.message)) {
      wanted = false;
      tell("refused", error.message);
      return true;
    }
    if (!usesJson && /protocol 'messagepack' is not supported/i.test(error.message)) {
      usesJson = true;
      connection = build(url);
    }
    return false;
  }
}

/** Some spread, so that after a restart of the server not every page comes at the same moment. */
function pause(ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms * (0.8 + 0.4 * Math.random()));
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  }).finally(() => {
    wake = null;
  });
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) {
    return Uint8Array.fromBase64(text);
  }
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = characters.charCodeAt(i);
  }
  return bytes;
}

addEventListener("online", () => retry());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    retry();
  }
});
