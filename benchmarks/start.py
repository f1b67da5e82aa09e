"""How soon it serves: python -m benchmarks.start [--make-demo]

From `vaknet serve` until /healthz says that database, web server and worker are well: in a new
folder, and again. With --make-demo also `make demo` in a new clone, until the first page: first
with empty caches of packages, then again.
"""

import argparse
import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

from benchmarks import tables
from benchmarks.network import ROOT, VAKNET, answers, environment, free_port

TIMES = 5
PATIENCE = 900


def until_well(command: list[str], port: int, folder: Path, env: dict[str, str]) -> float:
    """Start it, wait until it is well, and stop it and all it started."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit(f"{' '.join(command)} did not come to serving.")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def serve(data: Path) -> float:
    port = free_port()
    command = [str(VAKNET), "serve", "--port", str(port)]
    return until_well(command, port, ROOT, environment(data))


def make_demo(folder: Path, caches: Path) -> float:
    """Caches of pip and uv in a folder of their own, empty the first time."""
    port = free_port()
    env = environment(folder / "data") | {
        "PIP_CACHE_DIR": str(caches / "pip"),
        "UV_CACHE_DIR": str(caches / "uv"),
    }
    env.pop("VIRTUAL_ENV", None)
    return until_well(["make", "demo", f"PORT={port}"], port, folder, env)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--make-demo", action="store_true", help="needs the network, and minutes")
    chosen = parser.parse_args()
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        took["vaknet serve, new folder"] = serve(data)
        took["vaknet serve, again"] = median(serve(data) for _ in range(TIMES))
    if chosen.make_demo:
        with tempfile.TemporaryDirectory() as temporary:
            clone, caches = Path(temporary) / "vaknet", Path(temporary) / "caches"
            subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
            took["make demo, new clone, empty caches"] = make_demo(clone, caches)
            took["make demo, again"] = make_demo(clone, caches)
    known = {}
    for name, seconds in took.items():
        known = tables.keep("start", name, {"seconds": round(seconds, 1)})
    lines = [
        "# How soon it serves",
        "`python -m benchmarks.start --make-demo`: until the health page says that all is well.",
        "",
        *tables.head(["what", "seconds", "measured"]),
        *[
            tables.row([name, row["seconds"], tables.circumstances(row)])
            for name, row in known.items()
        ],
    ]
    tables.write("start", lines)


if __name__ == "__main__":
    main()
