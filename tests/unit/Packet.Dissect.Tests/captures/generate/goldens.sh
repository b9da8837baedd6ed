#!/bin/bash
# Writes NAME.rows.tsv beside every NAME.pcap: what tshark shows for each packet (number, source, destination, protocol, info, colouring rule), names off,
# in one pass, with its default colouring rules. The goldens in the repository are from tshark 4.0.17.
set -eu
cd "$(dirname "$0")/.."
for capture in *.pcap; do
  tshark --color -n -r "$capture" -T fields -e frame.number -e _ws.col.Source -e _ws.col.Destination -e _ws.col.Protocol -e _ws.col.Info -e frame.coloring_rule.name \
    2>/dev/null | sed 's/ *\t\([^\t]*\)$/\t\1/' > "${capture%.pcap}.rows.tsv"
done
