#!/usr/bin/env bash
# Packs a program that was built for TARGET as a release offers it: `ci/archive.sh TARGET PROGRAM FOLDER`. FOLDER gets
# askwell-VERSION-TARGET.tar.gz, for Windows a .zip as well, and the sum of each.
set -euo pipefail

[[ $# -eq 3 ]] || { echo "usage: ci/archive.sh TARGET PROGRAM FOLDER" >&2; exit 2; }
target=$1 program=$2
mkdir -p "$3"
folder=$(cd "$3" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
name=askwell-$version-$target

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir "$stage/$name"
cp "$program" "$root"/{README.md,CHANGELOG.md,SECURITY.md,LICENSE-APACHE,LICENSE-MIT} "$stage/$name"

# What a shell and `man` want, where the program can run here.
if "$program" --version >/dev/null 2>&1; then
  "$program" man "$stage/$name/man" >/dev/null
  mkdir "$stage/$name/completions"
  for shell in bash zsh fish powershell elvish; do "$program" completions "$shell" >"$stage/$name/completions/askwell.$shell"; done
fi

sums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

cd "$stage"
tar -czf "$folder/$name.tar.gz" "$name"
if [[ $target == *windows* ]]; then
  if command -v 7z >/dev/null; then 7z a -bd "$folder/$name.zip" "$name" >/dev/null; else python3 -m zipfile -c "$folder/$name.zip" "$name"; fi
fi
cd "$folder"
for archive in "$name".*; do
  case $archive in *.sha256) ;; *) sums "$archive" >"$archive.sha256" ;; esac
done
