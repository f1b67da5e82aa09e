"""A member's own LinkedIn export, read into plain rows: hers, and apart from them other people's.

with opened(file) as archive:
    export = read(archive)
"""

from vaknet.engine.linkedin.export import (
    Aside,
    Contact,
    Export,
    Me,
    OtherPeople,
    PartialDate,
    Position,
    Profile,
)
from vaknet.engine.linkedin.reading import NotAnExport, read
from vaknet.engine.linkedin.sentences import sentences

__all__ = [
    "Aside",
    "Contact",
    "Export",
    "Me",
    "NotAnExport",
    "OtherPeople",
    "PartialDate",
    "Position",
    "Profile",
    "read",
    "sentences",
]
