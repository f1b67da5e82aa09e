"""All that can be measured without data from elsewhere: python -m benchmarks"""

import subprocess
import sys

COMMANDS = (
    ("benchmarks.start",),
    ("benchmarks.demo",),
    ("benchmarks.imports",),
    ("benchmarks.people",),
    ("benchmarks.today",),
    ("benchmarks.digest",),
    ("benchmarks.leaving",),
    ("benchmarks.pages", "--people", "1000", "--ties", "20", "--posts", "2000"),
    ("benchmarks.pages", "--people", "2000", "--ties", "50", "--posts", "50000"),
    ("benchmarks.programme",),
    ("benchmarks.door",),
    ("benchmarks.events",),
    ("benchmarks.live",),
    ("benchmarks.interleaving",),
    ("benchmarks.pairing",),
    ("benchmarks.federation",),
    ("benchmarks.whole_way",),
    ("benchmarks.fan_out",),
    ("benchmarks.flood",),
    ("benchmarks.deep_thread",),
)


def main() -> None:
    for module, *options in COMMANDS:
        sys.stdout.write(f"\npython -m {module} {' '.join(options)}\n")
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", module, *options], check=True)


if __name__ == "__main__":
    main()
