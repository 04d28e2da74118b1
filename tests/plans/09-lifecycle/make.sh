# Makes base/, then one plan for everything that can happen to it afterwards: each starts from the
# same applied state, with the files of one folder laid over base/. regenerate.sh reads this file.

lifecycle=$here/09-lifecycle

# from_base FOLDER: a fresh copy of the applied base, with FOLDER laid over it.
from_base() {
  if [ "$1" = base ]; then copy "$work/base"; else copy "$work/base" "$lifecycle/$1"; fi
}

copy "$lifecycle/base"
plan "$lifecycle/create.json"
apply "$lifecycle/state.json"
rm -rf "$work/base"
cp -R "$work/now" "$work/base"

from_base base
plan "$lifecycle/no-op.json"
plan "$lifecycle/refresh-only.json" -refresh-only
plan "$lifecycle/replace-by-request.json" -replace=aws_instance.worker
plan "$lifecycle/destroy.json" -destroy

for name in update replace moved removed import check; do
  from_base "$name"
  plan "$lifecycle/$name.json"
  apply "$lifecycle/state-$name.json"
done

from_base target
plan "$lifecycle/target.json" -target=aws_instance.asked
apply "$lifecycle/state-target.json"

from_base failed-precondition
errored_plan "$lifecycle/failed-precondition.json"

# A machine that was made half: tainted in the state, replaced by the next plan.
from_base base
quietly terraform taint -lock=false aws_instance.app
plan "$lifecycle/tainted.json"

# The way back: the template's third version has the profile again.
from_base update
plan "$work/there.json"
apply "$work/there-state.json"
cp "$lifecycle/base/machines.tf" .
plan "$lifecycle/update-back.json"
apply "$lifecycle/state-update-back.json"
