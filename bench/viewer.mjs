// A viewer as the page is one: the official SignalR client with the MessagePack protocol, in a process of its own.
// Says "ready" when the stream has begun, then, asked by any line on its standard input, what it has received so far as a line of JSON.
//
//   node bench/viewer.mjs ADDRESS TOKEN MINOR

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { root } from "./service.mjs";

const require = createRequire(`${root}/src/Web.Client/package.json`);
const signalR = require("@microsoft/signalr");
const { MessagePackHubProtocol } = require("@microsoft/signalr-protocol-msgpack");

const [address, token, minor] = process.argv.slice(2);
const recordsKind = 2;
const seen = { received: 0, missing: 0, bytes: 0, batches: 0, feedDropped: 0 };
let expected = 0;
let isReady = false;

const connection = new signalR.HubConnectionBuilder()
  .withUrl(`${address}/hubs/capture`, { headers: { authorization: `Bearer ${token}` }, transport: signalR.HttpTransportType.WebSockets, skipNegotiation: true })
  .withHubProtocol(new MessagePackHubProtocol())
  .configureLogging(signalR.LogLevel.Error)
  .build();
await connection.start();
connection.stream("Watch", Number(minor), null, 0).subscribe({
  next(item) {
    const view = new DataView(item.buffer, item.byteOffset, item.byteLength);
    if (!isReady) {
      isReady = true;
      console.log("ready");
    }
    seen.feedDropped = Number(view.getBigInt64(72, true));
    if (view.getUint16(4, true) !== recordsKind) return;
    const first = Number(view.getBigInt64(16, true));
    const count = view.getInt32(24, true);
    seen.missing += first - expected;
    expected = first + count;
    seen.received += count;
    seen.bytes += item.byteLength;
    seen.batches++;
  },
  error(fault) {
    console.error(String(fault));
    process.exit(1);
  },
  complete: () => process.exit(0),
});

for await (const _ of createInterface({ input: process.stdin })) console.log(JSON.stringify(seen));
await connection.stop();
