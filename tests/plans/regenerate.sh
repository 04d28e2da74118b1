#!/usr/bin/env bash
# usage: STANDIN=DIR regenerate.sh [CASE...]
#
# Makes the plans, states and tables of truth of the numbered cases again: all of them, or those
# named. `peers/CASE` is a case of another tool: its plan and its state, or with `peers` all of them. DIR is the stand-in for the AWS provider, with its plan.sh. Needs terraform 1.11, go and
# python3; README.md says which file is what.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

: "${STANDIN:?set STANDIN to the folder of the stand-in for the AWS provider}"
plan_sh=$(cd "$STANDIN" && pwd)/plan.sh
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# plan.sh builds the stand-in into a folder that is named after its sources; the first plan of the
# quick start has it built.
export STANDIN_CACHE=${STANDIN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plangate-standin}
"$plan_sh" 01-quickstart "$work/first"
mirror=$(ls -td "$STANDIN_CACHE"/*/ | head -1)
provider=$(find "$mirror" -type f -name 'terraform-provider-aws_*' | head -1)
cat > "$work/cli.tfrc" <<CLI
disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = "$mirror"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
}
CLI
export TF_CLI_CONFIG_FILE="$work/cli.tfrc" TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
unset TF_LOG TF_CLI_ARGS TF_WORKSPACE TF_PLUGIN_CACHE_DIR

quietly() {
  if ! "$@" > "$work/log" 2>&1; then
    cat "$work/log" >&2
    return 1
  fi
}

# copy FOLDER...: a fresh copy of each, one over the other, and the current folder.
copy() {
  rm -rf "$work/now"
  mkdir "$work/now"
  local folder
  for folder in "$@"; do cp -R "$folder/." "$work/now/"; done
  cd "$work/now"
  quietly terraform init -input=false -no-color -backend=false
}

# plan FILE [options]: plans the current folder.
plan() {
  local file=$1
  shift
  quietly terraform plan -input=false -no-color -lock=false -out="$work/tfplan" "$@"
  show_plan "$file"
}

# errored_plan FILE: the same of a plan that must fail; Terraform writes down how far it came.
errored_plan() {
  if plan "$1" 2> /dev/null; then
    echo "$1 was to fail" >&2
    return 1
  fi
  show_plan "$1"
}

show_plan() {
  local file=$1
  terraform show -json "$work/tfplan" > "$work/shown.json"
  "$provider" sort-plan "$work/shown.json"
  # The only thing that would differ each time.
  sed -E 's/("timestamp":")[0-9T:-]+Z(",)/\12026-01-01T00:00:00Z\2/' "$work/shown.json" > "$file"
}

# apply FILE: applies the plan just made, and keeps the state. Equal resources are told apart by
# their order, so they are made one at a time.
apply() {
  quietly terraform apply -input=false -no-color -lock=false -parallelism=1 "$work/tfplan"
  terraform show -json > "$1"
}

# The first plan, its apply, and each line of the case's file `plans`.
make_case() {
  local case=$1 name start overlay options
  local sources=$work/sources
  rm -rf "$sources" "$work/applied"
  mkdir "$sources"
  (cd "$here/$case" && tar cf - --exclude='./*.json' --exclude='./*.tsv' --exclude='./step*' .) | tar xf - -C "$sources"

  copy "$sources"
  plan "$here/$case/plan.json"
  apply "$here/$case/state.json"
  plan "$here/$case/plan-noop.json"
  cp -R "$work/now" "$work/applied"

  [ -e "$here/$case/plans" ] || return 0
  while read -r name start overlay options; do
    case $name in '' | '#'*) continue ;; esac
    local from=$work/applied
    [ "$start" = applied ] || from=$sources
    if [ "$overlay" = - ]; then copy "$from"; else copy "$from" "$here/$case/$overlay"; fi
    # The stand-in reads back what the state says, so what changed by itself is written into it.
    if [ -e drift.sed ]; then sed -i -f drift.sed terraform.tfstate; fi
    # shellcheck disable=SC2086
    plan "$here/$case/plan-$name.json" $options
    apply "$here/$case/state-$name.json"
  done < "$here/$case/plans"
}

# The plan of a case in `peers` and its apply; where it has a folder `before`, after that was applied.
make_peer_case() {
  local folder=$1
  local sources=$work/sources
  rm -rf "$sources"
  mkdir "$sources"
  (cd "$folder" && tar cf - --exclude='./*.json' --exclude='./before' .) | tar xf - -C "$sources"

  if [ -d "$folder/before" ]; then
    copy "$folder/before"
    plan "$work/before.json"
    apply "$work/before-state.json"
    cp -R "$sources/." .
    quietly terraform init -input=false -no-color -backend=false
  else
    copy "$sources"
  fi
  plan "$folder/plan.json"
  apply "$folder/state.json"
}

[ "$#" -gt 0 ] || set -- [0-9][0-9]-*
if [ "$*" = peers ]; then set -- peers/*/; fi
if [[ $1 == peers/* ]]; then
  for case in "$@"; do
    make_peer_case "$here/${case%/}"
    cd "$here"
    echo "${case%/}"
  done
  exit
fi
for case in "$@"; do
  case=$(basename "$case")
  if [ -e "$here/$case/make.sh" ]; then
    # shellcheck source=/dev/null
    . "$here/$case/make.sh"
  else
    make_case "$case"
  fi
  cd "$here"
  echo "$case"
done
python3 truth.py "$@"
