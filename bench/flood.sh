#!/usr/bin/env bash
# 1,000,000 frames flat out into the ring and one device drained to nowhere, beside tcpdump -w /dev/null: what is lost, what does it cost?
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh
. bench/namespaces.sh

require_toolchain
require_packages libpcap0.8 iproute2 tcpdump util-linux
for project in FrameSender Flood; do dotnet build -c Release -v quiet --nologo "bench/$project" </dev/null >&2; done
open_wire flood
WIRE_NEAR=$WIRE_NEAR WIRE_FAR=$WIRE_FAR WIRE_NAMESPACE=$WIRE_NAMESPACE node bench/flood.mjs "$@"
