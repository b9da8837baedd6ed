#!/bin/bash
# Writes NAME.rows.tsv beside every NAME.pcap: what tshark shows for each packet (number, source, destination, protocol, info, colouring rule), names off,
# in one pass, with its default colouring rules. The goldens in the repository are from tshark 4.0.17.
set -eu
cd "$(dirname "$0")/.."
for capture in *.pcap; do
  tshark --color -n -r "$capture" -T fields -e frame.number -e _ws.col.Source -e _ws.col.Destination -e _ws.col.Protocol -e _ws.col.Info -e frame.coloring_rule.name \
    2>/dev/null | sed 's/ *\t\([^\t]*\)$/\t\1/' > "${capture%.pcap}.rows.tsv"
done

# Writes NAME.layers.txt: the top lines of tshark's trees for the protocols that are decoded here, an empty line after each packet.
# The random conversations are left out: their layers are all alike.
for capture in *.pcap; do
  case "$capture" in tcp-random*) continue ;; esac
  tshark -n -V -r "$capture" 2>/dev/null | awk '
    /^Frame [0-9]+: / { if (seen++) print "" }
    /^(Frame [0-9]|Ethernet II|Ethernet Unknown|IEEE 802\.3 Ethernet|802\.1Q|IEEE 802\.1ad|Logical-Link|Address Resolution|Internet Protocol Version|Internet Control Message|User Datagram|Transmission Control|Domain Name System|Multicast Domain|Link-local Multicast|Hypertext|Transport Layer Security|Linux cooked|Null\/Loopback|Raw packet data|Encapsulating Security)/ { sub(/ +$/, ""); print }' \
    > "${capture%.pcap}.layers.txt"
done
