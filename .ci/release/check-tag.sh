#!/usr/bin/env bash
# usage: check-tag.sh v<version>   fails unless harness/package.json and CHANGELOG.md are those of this version
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tag=${1:?"usage: check-tag.sh v<version>"}
version=$(node -p 'require("./harness/package.json").version')
if [ "$tag" != "v$version" ]; then
  echo "the tag is $tag, but harness/package.json has version $version: tag the commit that changes the version" >&2
  exit 1
fi
if ! grep -qE "^## \[$(printf '%s' "$version" | sed 's/\./\\./g')\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md; then
  echo "CHANGELOG.md has no heading \"## [$version] - <date>\": rename Unreleased" >&2
  exit 1
fi
echo "$tag is version $version, with its changelog"
