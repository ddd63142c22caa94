#!/usr/bin/env bash
# Builds the container image of clv with docker, podman or buildah, whichever works here; without any it checks the
# Dockerfile by hadolint where that is installed, says so, and ends with 0.
#   pipeline/schedule/build-image.sh [NAME:TAG]        (default: clv:<version>)
#   NODE_IMAGE=registry.example/node:24-slim ...       another base image, such as a mirror's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' package.json | head -n 1)
image=${1:-clv:$version}
arguments=(-t "$image")
if [[ -n ${NODE_IMAGE:-} ]]; then arguments+=(--build-arg "NODE_IMAGE=$NODE_IMAGE"); fi

works() { command -v "$1" >/dev/null && "$@" >/dev/null 2>&1; }

if works docker info; then
  docker build "${arguments[@]}" .
elif works podman info; then
  podman build --format docker "${arguments[@]}" . # the OCI format knows no HEALTHCHECK
elif works buildah info; then
  buildah build --format docker "${arguments[@]}" .
else
  if command -v hadolint >/dev/null; then
    hadolint Dockerfile
    echo "Not built: neither docker, podman nor buildah works here. hadolint found nothing in the Dockerfile."
  else
    echo "Not built and not checked: neither docker, podman nor buildah works here, and hadolint is not installed."
  fi
  exit 0
fi
echo "Built $image."
