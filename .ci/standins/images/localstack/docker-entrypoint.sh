#!/bin/bash
# As the official image's: settings may have the prefix LOCALSTACK_; then the supervisor runs as process 1.
set -eo pipefail
while IFS='=' read -r -d '' name value; do
  case $name in
    LOCALSTACK_HOST | LOCALSTACK_HOSTNAME | LOCALSTACK_[0-9]*) ;;
    LOCALSTACK_?*) export "${name#LOCALSTACK_}=$value" ;;
  esac
done < <(env -0)
mkdir -p /var/lib/localstack/logs
source /opt/code/localstack/.venv/bin/activate
python3 -m localstack.runtime.init BOOT
exec localstack-supervisor
