#!/usr/bin/env bash
# Runs a command in a network namespace in which every address belongs to this machine: no packet can leave, every attempt
# fails at once, and trap.py records it. To be run by `unshare --net --mount`.
#
#   enter.sh <notes> <python> <uid> <command> …     uid: whom the command runs as
set -euo pipefail
notes=$1 python=$2 uid=$3
shift 3

ip link set lo up
ip route add local default dev lo
ip -6 route add local default dev lo 2>/dev/null || true # where there is no IPv6, none can be used

# a name server elsewhere: one on loopback would be asked unseen
resolver=$(mktemp)
echo "nameserver 192.0.2.53" >"$resolver"
chmod a+r "$resolver"
mount --bind "$resolver" "$(readlink -f /etc/resolv.conf)"

"$python" "$(dirname "$0")/trap.py" "$notes" &
trap=$!
trap 'kill $trap; wait $trap; rm -f "$resolver"' EXIT
until [ -e "$notes" ]; do
  kill -0 "$trap"
  sleep 0.05
done

if [ "$uid" = "$(id -u)" ]; then
  "$@"
else
  setpriv --reuid "$uid" --regid "$(id -g "$uid")" --init-groups "$@"
fi
