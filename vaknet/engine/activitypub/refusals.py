"""The two ways to say no to what another server sent. The reason is for a log, not for a member."""


class Refusal(ValueError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreadable(Refusal):
    """These bytes, or this thing, are nothing that we understand."""


class Unproven(Refusal):
    """Whoever says that they sent this did not show it."""
