# clv in a container: built in one stage, run from another that holds neither sources nor development packages.
#   docker build -t clv .        or: pipeline/schedule/build-image.sh
#   docker run --rm -v "$PWD:/work" clv run --config clv.yaml
# Building reads the npm registry; running needs no network beyond the databases that clv.yaml names.
# A tag moves; what a release is built from is named by its digest, which the registry tells:
#   docker buildx imagetools inspect docker.io/library/node:24-bookworm-slim --format '{{.Manifest.Digest}}'
#   docker build --build-arg NODE_IMAGE=docker.io/library/node:24-bookworm-slim@sha256:... -t clv .
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# no install script of a package runs: what clv needs of native code lies in the packages themselves
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json bundle.js ./
COPY models models
COPY data data
COPY pipeline pipeline
RUN npx tsc -b pipeline && node bundle.js && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="clv" \
      org.opencontainers.image.description="Customer lifetime value as a batch pipeline" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
COPY --from=build /build/package.json /opt/clv/package.json
COPY --from=build /build/node_modules /opt/clv/node_modules
COPY --from=build /build/dist /opt/clv/dist
COPY data/sample /opt/clv/data/sample
COPY README.md LICENSE /opt/clv/
# a fixed number, so that Kubernetes can see that it is not root; /work is where clv.yaml, runs and files lie
RUN groupadd --gid 10001 clv \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /work --shell /usr/sbin/nologin clv \
 && chmod 0755 /opt/clv/dist/bundle/clv.js \
 && ln -s /opt/clv/dist/bundle/clv.js /usr/local/bin/clv \
 && install -d -o clv -g clv -m 0755 /work
USER 10001:10001
WORKDIR /work
VOLUME /work
# the program loads and answers; it asks no network and writes nothing
HEALTHCHECK --interval=60s --timeout=20s --start-period=10s --retries=3 CMD ["clv", "models", "--json"]
ENTRYPOINT ["clv"]
CMD ["--help"]
