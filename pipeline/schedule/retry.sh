#!/usr/bin/env bash
# Runs a command and, where that can help, runs it again: for cron, which knows no second try.
#   retry.sh clv run --config /etc/clv/clv.yaml --resume --quiet
# Exit codes of clv: 0 is done; 1, 6 (database unreachable), 7 (another run holds the lock) and a kill are tried again;
# 2, 3, 4, 5 and 130 end it, since the same input would end the same way, or a person stopped it.
#   CLV_RETRIES        tries after the first one                     (default: 6)
#   CLV_RETRY_SECONDS  pause before the second try; doubles each time, up to half an hour  (default: 60)
# Ends with the exit code of the last try.
set -u
retries=${CLV_RETRIES:-6}
pause=${CLV_RETRY_SECONDS:-60}
child=
trap 'if [[ -n $child ]]; then kill -TERM "$child" 2>/dev/null; wait "$child"; fi; exit 130' INT TERM

for ((attempt = 0; ; attempt++)); do
  "$@" &
  child=$!
  wait "$child"
  code=$?
  case $code in
    0 | 2 | 3 | 4 | 5 | 126 | 127 | 130) exit "$code" ;;
  esac
  if ((attempt >= retries)); then
    echo "retry.sh: ended with $code after $((attempt + 1)) tries" >&2
    exit "$code"
  fi
  echo "retry.sh: ended with $code; try $((attempt + 2)) of $((retries + 1)) in $pause s" >&2
  sleep "$pause" &
  child=$!
  wait "$child"
  pause=$((pause * 2 > 1800 ? 1800 : pause * 2))
done
