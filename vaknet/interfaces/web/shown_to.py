"""To whom each block of my profile is shown, in words, beside where I type it."""

from dataclasses import dataclass

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import ProfilePart as Part
from vaknet.domain.people.visibility import Who, audiences

BLOCKS: dict[str, tuple[Part, ...]] = {
    "about": (Part.PROMISE, Part.PROFESSION, Part.PLACE),
    "roles": (Part.WORK, Part.UNION, Part.VOLUNTEERING),
    "knows": (Part.KNOWS,),
    "seeks": (Part.SEEKS,),
    "languages": (Part.LANGUAGES,),
    "help": (Part.HELP,),
    "links": (Part.LINKS,),
}


@dataclass(frozen=True)
class ShownTo:
    """`what`: which parts of a block, empty for all of it. `part`: where on the page to choose."""

    who: str
    what: str
    part: str


def shown_to(viewer: Actor) -> dict[str, list[ShownTo]]:
    now = audiences(viewer)
    return {block: _lines(parts, now) for block, parts in BLOCKS.items()}


def _lines(parts: tuple[Part, ...], now: dict[str, str]) -> list[ShownTo]:
    by_audience: dict[str, list[Part]] = {}
    for part in parts:
        by_audience.setdefault(now.get(part, Who.MEMBERS), []).append(part)
    return [
        ShownTo(
            who=str(Who(who).label),
            what="" if len(of_it) == len(parts) else ", ".join(str(part.label) for part in of_it),
            part=of_it[0],
        )
        for who, of_it in by_audience.items()
    ]
