#!/usr/bin/env bash
# Records first-look.pcapng: some 30 seconds of ordinary traffic between three network namespaces, with names and addresses
# that are reserved for documentation. README.md says what is in it.
#
#   client 192.0.2.10 ---- 192.0.2.1 router 198.51.100.1 ---- 198.51.100.80, .44 server
#     (recorded here)      2001:db8:1::1    2001:db8:2::1      2001:db8:2::80, ::44
#
# Needs root and, on Debian: iproute2 iputils-ping ethtool tcpdump curl openssl python3.
# NETNS_PREFIX names the namespaces (default: sample), for machines where that name is taken.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here/first-look.pcapng}
prefix=${NETNS_PREFIX:-sample}
client=$prefix-client router=$prefix-router server=$prefix-server
work=$(mktemp -d)
started=()

for tool in ip ping ethtool tcpdump curl openssl python3; do
  command -v "$tool" >/dev/null || { echo "record.sh: $tool is missing (Debian: apt-get install iproute2 iputils-ping ethtool tcpdump curl openssl python3)" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "record.sh: only root can make network namespaces" >&2; exit 1; }

clean_up() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for name in "$client" "$router" "$server"; do ip netns del "$name" 2>/dev/null || true; done
  rm -rf "$work" "/etc/netns/$client"
  rmdir /etc/netns 2>/dev/null || true
}
trap clean_up EXIT

in_client() { ip netns exec "$client" "$@"; }
start() { local where=$1; shift; ip netns exec "$where" "$@" & started+=($!); }

# --- the network ---------------------------------------------------------------------------------------------------------

make_link() { # A namespace, its interface and the address of that card; the same for the other end.
  ip link add "$2" netns "$1" address "$3" type veth peer name "$5" netns "$4" address "$6"
  # Checksums and segments as on a wire: a virtual card would leave them to a card that never comes.
  ip netns exec "$1" ethtool -K "$2" tx off rx off tso off gso off gro off >/dev/null
  ip netns exec "$4" ethtool -K "$5" tx off rx off tso off gso off gro off >/dev/null
}

for name in "$client" "$router" "$server"; do ip netns add "$name"; ip -n "$name" link set lo up; done
# Cards from the range that RFC 7042 keeps for documentation.
make_link "$client" eth0 00:00:5e:00:53:10 "$router" lan0 00:00:5e:00:53:01
make_link "$router" wan0 00:00:5e:00:53:02 "$server" eth0 00:00:5e:00:53:80
ip netns exec "$router" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1

ip -n "$router" address add 192.0.2.1/24 dev lan0
ip -n "$router" address add 2001:db8:1::1/64 dev lan0 nodad
ip -n "$router" address add 198.51.100.1/24 dev wan0
ip -n "$router" address add 2001:db8:2::1/64 dev wan0 nodad
ip -n "$router" link set wan0 up
for last in 80 44; do
  ip -n "$server" address add 198.51.100.$last/24 dev eth0
  ip -n "$server" address add 2001:db8:2::$last/64 dev eth0 nodad
done
ip -n "$server" link set eth0 up
ip -n "$server" route add default via 198.51.100.1
ip -n "$server" route add default via 2001:db8:2::1
mkdir -p "/etc/netns/$client"
echo "nameserver 192.0.2.1" > "/etc/netns/$client/resolv.conf"

# --- who answers ---------------------------------------------------------------------------------------------------------

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=shop.example" \
  -addext "subjectAltName=DNS:shop.example,DNS:mail.example" -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
start "$router" python3 "$here/record/dns_server.py"
start "$server" python3 "$here/record/web_server.py" "$work/certificate.pem" "$work/key.pem"

# --- the recording -------------------------------------------------------------------------------------------------------

# What the client says first (its address checked, routers asked for) is on the record too, so its IPv6 waits until all others are ready.
ip netns exec "$client" sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
ip -n "$client" link set eth0 up
ip -n "$router" link set lan0 up
start "$router" python3 "$here/record/router_advertisement.py" lan0
start "$client" tcpdump -i eth0 -n -s 0 --nano -U -w "$work/recorded.pcap" 2> "$work/tcpdump.log"
until grep -q "listening on" "$work/tcpdump.log"; do sleep 0.1; done
sleep 2
ip netns exec "$client" sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0
ip -n "$client" address add 192.0.2.10/24 dev eth0
ip -n "$client" route add default via 192.0.2.1

# The trickle: something moves in every second of the recording.
start "$client" ping -q -n -i 1 -c 28 192.0.2.1 > /dev/null
start "$client" python3 "$here/record/dns_query.py" --every 1.3 --times 21 192.0.2.1 A time.example
sleep 0.4

get() { in_client curl -s --max-time 5 -o /dev/null "$@" || true; }

get -4 http://www.example/
sleep 1.2
get -4 http://www.example/logo.svg
sleep 0.7
get -4 -d "name=Ada&message=hello+world" http://www.example/guestbook
sleep 0.8
until ip -n "$client" -6 address show dev eth0 scope global -tentative | grep -q inet6; do sleep 0.1; done
start "$client" ping -q -n -i 2 -c 12 2001:db8:1::1 > /dev/null
get -6 http://www.example/
sleep 1.1
get --cacert "$work/certificate.pem" https://shop.example/basket
sleep 1.3
get -4 http://www.example/missing
sleep 0.9
in_client python3 "$here/record/dns_query.py" 192.0.2.1 A nosuch.example
in_client python3 "$here/record/dns_query.py" 192.0.2.1 MX example
in_client python3 "$here/record/dns_query.py" 192.0.2.1 TXT example
in_client python3 "$here/record/dns_query.py" 192.0.2.1 PTR 80.100.51.198.in-addr.arpa
in_client python3 "$here/record/dns_query.py" 192.0.2.1 SRV _imap._tcp.example
sleep 1.2
get -L http://cdn.example/old
sleep 1.0
get --cacert "$work/certificate.pem" --tls-max 1.2 https://mail.example/
sleep 1.1
get http://www.example:8081/                      # Nobody listens: RST.
sleep 0.8
in_client python3 "$here/record/dns_query.py" --once 198.51.100.80 A www.example # Nobody listens: port unreachable.
sleep 0.9
in_client ping -q -n -c 1 -W 1 -t 1 198.51.100.80 >/dev/null || true # One hop too few: time exceeded.
sleep 0.6
in_client ping -q -n -c 1 -W 1 203.0.113.7 >/dev/null || true         # No such network: unreachable.
sleep 0.6
in_client ping -q -n -c 2 -i 0.3 -s 3000 198.51.100.80 >/dev/null    # Too large for one packet: fragments.
sleep 0.8
in_client ping -q -n -c 1 -W 2 192.0.2.99 >/dev/null || true         # Nobody there: requests without an answer.
in_client ping -q -n -c 1 -W 2 2001:db8:1::99 >/dev/null || true
sleep 0.5
ip netns exec "$router" python3 "$here/record/tagged_frames.py" lan0
sleep 0.7
get http://www.example/video.bin
sleep 0.8
in_client ping -q -n -c 3 -i 0.4 2001:db8:2::80 >/dev/null
sleep 0.6
get --cacert "$work/certificate.pem" https://shop.example/checkout
sleep 1

# tcpdump wrote each packet as it came (-U); everything else may stop with it.
python3 "$here/record/to_pcapng.py" "$work/recorded.pcap" "$output" --mac 00:00:5e:00:53:10
echo "$output: $(stat -c %s "$output") bytes"
