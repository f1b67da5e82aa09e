"""Oneself in one sentence, from what stands on LinkedIn."""

import re

from vaknet.engine.linkedin.export import Profile

_END = re.compile(r"(?<=[.!?…])\s")


def sentences(profile: Profile | None, *, longest: int) -> tuple[str, ...]:
    """Her headline, and how her summary begins; none that is empty or there twice."""
    if profile is None:
        return ()
    lines = (line for line in profile.summary.splitlines() if line.strip())
    found = (profile.headline, _END.split(next(lines, "").strip())[0])
    shortened = (_shortened(" ".join(text.split()), longest) for text in found)
    return tuple(dict.fromkeys(text for text in shortened if text))


def _shortened(text: str, longest: int) -> str:
    """At the end of a word."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"
