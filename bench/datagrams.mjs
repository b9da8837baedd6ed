// Sends UDP datagrams at uneven times, each from a source port of its own, which is its number: whoever sees the frame can tell which one it is.
// Prints a line of JSON for each, [port, time of sending in ms since 1970].
//
//   ip netns exec NAMESPACE node bench/datagrams.mjs FIRST_PORT COUNT SHORTEST_GAP_MS LONGEST_GAP_MS

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

const from = "198.51.100.1";
const to = { address: "198.51.100.2", port: 9 };
const [first, count, shortestMs, longestMs] = process.argv.slice(2).map(Number);

for (let port = first; port < first + count; port++) {
  // Uneven, so that the datagrams do not fall into step with any clock on their way.
  await delay(shortestMs + Math.random() * (longestMs - shortestMs));
  const socket = createSocket("udp4");
  socket.bind(port, from);
  await once(socket, "listening");
  socket.connect(to.port, to.address);
  await once(socket, "connect");
  const sentAt = performance.timeOrigin + performance.now();
  await new Promise((resolve, reject) => socket.send("numbered by its source port", (error) => (error ? reject(error) : resolve())));
  console.log(JSON.stringify([port, sentAt]));
  socket.close();
}
