"""What the job takes that builds the arrays from PostgreSQL: `benchmarks.graph_sql` runs it on the
database that it loaded, named by DATABASE_URL."""

import json
import os
import resource
import sys
import tempfile
import time

import django


def main() -> None:
    os.environ["VAKNET_DATA"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "vaknet.settings"
    django.setup()
    from benchmarks.graph_world import LATELY  # noqa: PLC0415 - settings come first
    from vaknet.domain.connections.actions.rebuilding import read_graph  # noqa: PLC0415
    from vaknet.kit.moments import moment  # noqa: PLC0415

    began = time.perf_counter()
    built = read_graph(moment(LATELY))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    found = {"rebuild s": round(seconds, 1), "rebuild MB": round(peak), "rows": len(built.contacts)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
