"""Print the table of Python packages for THIRD_PARTY.md: `python tools/third_party.py`.

Names come from the locked requirements, licences from what each installed package says of itself.
"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)

# What a package says in other words than an SPDX expression, or not at all: read in its files.
READ = {
    "aiosmtpd": "Apache-2.0",
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "blinker": "MIT",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "css-inline": "MIT",
    "cssselect2": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "feedparser-sgmllib": "PSF-2.0",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "grimp": "BSD-2-Clause",
    "http-message-signatures": "Apache-2.0",
    "httpx2-jsfetch": "BSD-3-Clause",
    "import-linter": "BSD-2-Clause",
    "isodate": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pathspec": "MPL-2.0",
    "procrastinate": "MIT",
    "pydyf": "BSD-3-Clause",
    "pyopenssl": "Apache-2.0",
    "pyphen": "LGPL-2.1-or-later",  # of three that one may choose from
    "pystemmer": "MIT AND BSD-3-Clause",
    "pytest-django": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause AND MIT",
    "rfc8785": "Apache-2.0",
    "sortedcontainers": "Apache-2.0",
    "sqlparse": "BSD-3-Clause",
    "tablib": "MIT",
    "tinycss2": "BSD-3-Clause",
    "tinyhtml5": "MIT",
    "weasyprint": "BSD-3-Clause",
    "vobject": "Apache-2.0",
    "webencodings": "BSD-3-Clause",
    "xlrd": "BSD-3-Clause AND BSD-4-Clause",
    "xlwt": "BSD-3-Clause AND BSD-4-Clause",
}
# Permissive, or named in the appendix of the EUPL, or used as a library beside our own work.
COMPATIBLE = {
    "0BSD": "permissive",
    "Apache-2.0": "permissive",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "BSD-4-Clause": "permissive; names its maker in advertisements, which we do not make",
    "CC0-1.0": "public domain",
    "ISC": "permissive",
    "LGPL-2.1-or-later": "named in the appendix of the EUPL; used as a library, unchanged",
    "LGPL-3.0-only": "named in the appendix of the EUPL; used as a library, unchanged",
    "MIT": "permissive",
    "MIT-0": "permissive",
    "MIT-CMU": "permissive",
    "MPL-2.0": "named in the appendix of the EUPL; used as a library, unchanged",
    "PSF-2.0": "permissive",
    "Zlib": "permissive",
}


def names(file: str) -> list[str]:
    return sorted(set(NAME.findall((ROOT / file).read_text(encoding="utf-8"))), key=str.lower)


def licence(name: str) -> str:
    """An SPDX expression. Raises KeyError when it is in no form we know."""
    if name in READ:
        return READ[name]
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return READ[name]
    expression = said.get("License-Expression") or said.get("License") or ""
    parts = set(re.split(r" (?:AND|OR) ", expression))
    if not parts <= set(COMPATIBLE):
        raise KeyError(name)
    return expression


def table() -> str:
    running, all_names = names("requirements.txt"), names("requirements-dev.txt")
    lines = ["| package | licence | used |", "|---|---|---|"]
    for name in sorted({*running, *all_names}, key=str.lower):
        used = "when it runs" if name in running else "while developing"
        lines.append(f"| {name} | {licence(name)} | {used} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
