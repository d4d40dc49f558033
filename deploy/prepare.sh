#!/bin/sh
# Bring the database up to the version of the program, before web and workers start. Runs again
# without harm. Makes the first administrator if FIRST_ADMIN_EMAIL is set.
set -eu
cd "$(dirname "$0")/.."
manage=".venv/bin/python manage.py"

$manage migrate --noinput
$manage createcachetable
$manage load_reference "${REFERENCE:-stockholm}"
$manage load_techniques
if [ -n "${FIRST_ADMIN_EMAIL:-}" ]; then
    $manage create_administrator "$FIRST_ADMIN_EMAIL"
fi
