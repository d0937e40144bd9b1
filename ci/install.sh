#!/usr/bin/env bash
# Installs askwell for action.yml: the release that was asked for, or, without one, what the action's own source builds.
# It has to run in the bash of macOS, which is 3.2.
set -euo pipefail

: "${VERSION:=}" "${REF:=}" "${REPOSITORY:=}" "${GITHUB_ACTION_PATH:?}" "${RUNNER_TEMP:?}" "${GITHUB_PATH:?}"
: "${RELEASES:=https://github.com/$REPOSITORY/releases/download}"
folder=$RUNNER_TEMP/askwell/bin
mkdir -p "$folder"

target() {
  case "${RUNNER_OS:?}-${RUNNER_ARCH:?}" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    *) echo "::error::askwell has no release for $RUNNER_OS on $RUNNER_ARCH. Leave out the action's version and it is built instead." >&2; return 1 ;;
  esac
}

sums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

release() {
  local name
  name=askwell-$1-$(target).tar.gz
  cd "$RUNNER_TEMP/askwell"
  for file in "$name" "$name.sha256"; do
    curl --proto '=https,file' --fail --silent --show-error --location --retry 3 --output "$file" "$RELEASES/v$1/$file" \
      || { echo "::error::There is no $RELEASES/v$1/$file." >&2; return 1; }
  done
  sums --check "$name.sha256"
  tar -xzf "$name" -C "$folder" --strip-components 1
}

# An action that is used as @v1.2.3 is version 1.2.3.
if [[ -z $VERSION && $REF =~ ^v([0-9]+\.[0-9]+\.[0-9]+.*)$ ]]; then
  VERSION=${BASH_REMATCH[1]}
fi

if [[ -n $VERSION ]]; then
  release "${VERSION#v}"
else
  cargo install --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/askwell"
fi
echo "$folder" >>"$GITHUB_PATH"
"$folder/askwell" --version
