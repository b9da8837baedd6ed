#!/usr/bin/env bash
# Is the sender fit to measure others with? Does every frame arrive, is the rate kept, how even is it?
# Prints key=value lines: first paced (COUNT frames at RATE a second, default 500,000 at 50,000), then flat out.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-500000} rate=${2:-50000} size=${3:-128}
. bench/namespaces.sh

dotnet build -c Release -v quiet --nologo bench/FrameSender >&2
open_wire send

arrived() {
  cat "/sys/class/net/$WIRE_NEAR/statistics/rx_packets"
}

run() {
  local kind=$1 before
  shift
  before=$(arrived)
  dotnet bench/FrameSender/bin/Release/net10.0/FrameSender.dll \
    --interface "$WIRE_FAR" --network-namespace "$WIRE_NAMESPACE" --count "$count" --size "$size" "$@" |
    tr ' ' '\n' | sed "s/^/${kind}_/"
  echo "${kind}_arrived=$(($(arrived) - before))"
}

run paced --rate "$rate"
run flat
