# A wire for benches, to be sourced: a veth pair whose far end is in a network namespace of its own, so that nothing but the bench's frames is on it.
#
#   . bench/namespaces.sh
#   open_wire live            sets WIRE_NEAR (here), WIRE_FAR and WIRE_NAMESPACE (there), also for programs that the script starts; gone again when the script ends,
#                             however it ends
#   in_wire COMMAND …         runs a command at the far end
#   close_wire                earlier than the end, if need be
#
# One wire a script. Needs root and iproute2.

open_wire() {
  local name=$1 mtu=${2:-1500}
  if [[ ! $name =~ ^[a-z0-9]{1,6}$ ]]; then
    echo "open_wire: the name must be one to six lower-case letters and digits, not \"$name\"" >&2
    return 2
  fi
  if [[ -n ${WIRE_NAMESPACE:-} ]]; then
    echo "open_wire: $WIRE_NAMESPACE is open already" >&2
    return 2
  fi
  if [[ $(id -u) != 0 ]]; then
    echo "open_wire: only root can make network namespaces" >&2
    return 1
  fi
  # The process id keeps two runs apart. An interface's name ends at 15 characters: 6 + 7 digits (the largest process id) + 1.
  local namespace=$name$$
  ip netns add "$namespace" || return
  # From here on there is something to take away; deleting the namespace takes both ends with it.
  export WIRE_NAMESPACE=$namespace WIRE_NEAR=${namespace}n WIRE_FAR=${namespace}f
  trap close_wire EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # No address, no ARP, no IPv6: neither end says anything by itself.
  ip link add "$WIRE_NEAR" mtu "$mtu" type veth peer name "$WIRE_FAR" mtu "$mtu" netns "$namespace" &&
    ip link set "$WIRE_NEAR" addrgenmode none arp off up &&
    ip -n "$namespace" link set "$WIRE_FAR" addrgenmode none arp off up
}

in_wire() {
  ip netns exec "$WIRE_NAMESPACE" "$@"
}

close_wire() {
  [[ -n ${WIRE_NAMESPACE:-} ]] || return 0
  local namespace=$WIRE_NAMESPACE
  WIRE_NAMESPACE=
  # The near end goes with its peer, but only some time after the namespace does; by name it is gone at once.
  ip link delete "$WIRE_NEAR" 2>/dev/null || true
  ip netns delete "$namespace"
}
