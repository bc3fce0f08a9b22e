# scenario-cli for CI: built from this checkout, run as nobody in particular.
#
#   docker build -t scenario .
#   docker run --rm -v "$PWD:/work" scenario check scenarios weights
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md LICENSE ./
COPY docs/man_pages.py docs/
COPY scenario_cli scenario_cli
COPY scenarios scenarios
COPY weights weights
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /dist .

FROM python:3.13-slim
COPY --from=build /dist /dist
RUN pip install --no-cache-dir /dist/*.whl
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["scenario"]
CMD ["--help"]
