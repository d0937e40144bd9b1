# Builds askwell and leaves nothing else in the image: `docker build -t askwell .`
#
#     docker run --rm -v "$PWD:/forms:ro" askwell check app/views
#
# `--target shell` gives an image with a shell and git, as pipelines want it.

FROM rust:1.90-alpine AS build
# For the grammars and the allocator, which are C. On Alpine the program is static: it needs no library to run.
# hadolint ignore=DL3018
RUN apk add --no-cache gcc musl-dev make
WORKDIR /askwell
COPY . .
RUN cargo install --locked --path . --root /installed

FROM alpine:3.22 AS shell
# hadolint ignore=DL3018
RUN apk add --no-cache git && git config --system --add safe.directory '*'
COPY --from=build /installed/bin/askwell /usr/local/bin/askwell
USER 65532:65532
WORKDIR /forms
CMD ["askwell", "check"]

FROM scratch
COPY --from=build /installed/bin/askwell /askwell
USER 65532:65532
WORKDIR /forms
ENTRYPOINT ["/askwell"]
CMD ["check"]
