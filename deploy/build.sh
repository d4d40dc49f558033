#!/bin/sh
# Build the program for production; the Dockerfile calls this step by step, and so can a server
# without containers. Needs Python and uv; Node comes from its wheel.
#
#   deploy/build.sh dependencies   front end and .venv, from pyproject.toml, package.json and static/
#   deploy/build.sh application    the collected static files, from the whole source
set -eu
cd "$(dirname "$0")/.."

dependencies() {
    tools=$(mktemp -d)
    UV_PROJECT_ENVIRONMENT="$tools" uv sync --frozen --only-group local
    PATH="$tools/bin:$PATH" npm ci --no-audit --no-fund
    PATH="$tools/bin:$PATH" npm run --silent build
    rm -rf "$tools" node_modules
    uv sync --frozen --no-default-groups --compile-bytecode
}

application() {
    # Collecting files asks no server: the addresses only have to be there.
    DATABASE_URL=postgres://build REDIS_URL=redis://build DJANGO_SECRET_KEY=only-for-the-build \
        .venv/bin/python manage.py collectstatic --noinput --verbosity 1
}

"$1"
