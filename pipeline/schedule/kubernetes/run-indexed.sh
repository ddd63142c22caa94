#!/usr/bin/env bash
# Applies indexed-job.yaml and resumes its jobs one after another: fit, score in parts, publish. Ends with 1 where one fails.
#   run-indexed.sh [NAMESPACE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
namespace=(--namespace "${1:-default}")

# jobs cannot be changed: those of the last time go first, their results stay on the volume
kubectl "${namespace[@]}" delete job clv-fit clv-score clv-publish --ignore-not-found --wait
kubectl "${namespace[@]}" apply -f indexed-job.yaml
for job in clv-fit clv-score clv-publish; do
  kubectl "${namespace[@]}" patch job "$job" --type merge --patch '{"spec": {"suspend": false}}'
  while true; do
    done=$(kubectl "${namespace[@]}" get job "$job" \
      --output 'jsonpath={.status.conditions[?(@.status=="True")].type}')
    case " $done " in
      *" Complete "*) break ;;
      *" Failed "*)
        echo "$job failed; its pods said:" >&2
        kubectl "${namespace[@]}" logs "job/$job" --all-containers --tail 20 >&2 || true
        exit 1
        ;;
    esac
    sleep 10
  done
done
