"""How long the pages take, beside their floors, and how that grows with the data.

    .venv/bin/python -m bench.run                  # the demo's size and a city's ten years
    .venv/bin/python -m bench.run small --repeat 50

It makes a database of its own and removes it. A single time says little on a noisy machine: read
the ratios, which are measured in one run.
"""

import gc
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("TEST_DATABASE_NAME", "bench_trygghet")
    django.setup()
    from bench.data import SIZES

    arguments = ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("sizes", nargs="*", choices=[*SIZES, []], default=["small", "city"])
    arguments.add_argument("--repeat", type=int, default=30, help="times each page is fetched")
    asked = arguments.parse_args()
    for line in bench(asked.sizes, asked.repeat):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def bench(sizes: Iterable[str], repeat: int) -> Iterable[str]:
    """The report's lines, each size in a database of its own."""
    from django.db import connection
    from django.test.utils import setup_test_environment

    from bench.data import SIZES, build
    from bench.pages import measure_pages, measure_reports, rows, totals

    setup_test_environment(debug=False)
    first, usual = None, connection.settings_dict["NAME"]
    for name in sizes:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            build(SIZES[name])
            yield f"{name}: {totals()}"
            gc.collect()
            gc.freeze()  # as the web server does when it has started: see trygghet.wsgi
            measured = measure_pages(repeat)
            built = measure_reports()
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)
        yield from rows(measured, first)
        yield built
        first = first or measured


if __name__ == "__main__":
    main()
