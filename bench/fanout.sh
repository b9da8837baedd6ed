#!/usr/bin/env bash
# Many viewers of one device, one that stalls, and a thousand connections: what does a viewer cost, is anything lost, how does the hub compare with a plain WebSocket?
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh
. bench/namespaces.sh

require_toolchain
require_packages libpcap0.8 iproute2
dotnet build -c Release -v quiet --nologo bench/FrameSender </dev/null >&2
dotnet build -c Release -v quiet --nologo bench/Fanout </dev/null >&2
open_wire fanout
WIRE_NEAR=$WIRE_NEAR WIRE_FAR=$WIRE_FAR WIRE_NAMESPACE=$WIRE_NAMESPACE node bench/fanout.mjs "$@"
