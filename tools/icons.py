"""Take the shapes we use from the lucide icon set (ISC): `python tools/icons.py <lucide>/icons`.

Only what is drawn inside the <svg> is kept; the template tag puts our own <svg> around it.
"""

import json
import re
import sys
from pathlib import Path

NAMES = """accessibility arrow-left arrow-right badge-check bell calendar calendar-days check
circle-help circle-user-round clock coffee contrast download footprints graduation-cap hand-helping
handshake heart house info key-round languages lightbulb link lock log-out mail map-pin
message-circle-question message-square-text newspaper pencil plus printer qr-code quote repeat route
scan-line search send settings share-2 ticket trash-2 triangle-alert undo-2 user-round
user-round-plus users video waypoints x"""
TARGET = Path(__file__).parents[1] / "vaknet/interfaces/web/icons.json"


def shape(path: Path) -> str:
    inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.S)
    if inside is None:
        raise SystemExit(f"{path} is not an SVG")
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inside.group(1).strip()))


if __name__ == "__main__":
    icons = {name: shape(Path(sys.argv[1]) / f"{name}.svg") for name in NAMES.split()}
    TARGET.write_text(json.dumps(icons, indent=1) + "\n", encoding="utf-8")
