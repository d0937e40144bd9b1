#!/usr/bin/env bash
# Runs the check of action.yml and tells its exit code to the steps after it, so that a report can be uploaded before the job fails.
set -euo pipefail

: "${PATHS:=}" "${ARGUMENTS:=}" "${FAIL_ON:=}" "${DIFF_BASE:=}" "${SARIF:=}" "${GITHUB_OUTPUT:?}"

arguments=(check)
[[ -z $FAIL_ON ]] || arguments+=(--fail-on "$FAIL_ON")
[[ -z $DIFF_BASE ]] || arguments+=(--diff-base "$DIFF_BASE")
[[ -z $SARIF ]] || arguments+=(--output "sarif=$SARIF")

# One a line, so that a path may hold spaces.
add() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    [[ -z $line ]] || arguments+=("$line")
  done <<<"$1"
}
add "$ARGUMENTS"
arguments+=(--)
add "$PATHS"

code=0
askwell "${arguments[@]}" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
