"""How the log tells who is looking right now that there is something new: subjects by number.

Without Django, so that the process that passes it on stays small.
"""

CHANNEL = "vaknet_news"


def subject(kind: str, pk: int) -> str:
    """`question:12`: what a NOTIFY says, and all that it says."""
    return f"{kind}:{pk}"
