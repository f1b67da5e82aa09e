"""Telling somebody whom the register brought in how to get in."""

from procrastinate.contrib.django import app

MAIL_INVITATION = "mail_invitation"


def mail_invitation(*, email: str) -> None:
    """Enqueue the letter; only ever on the operator's own word."""
    app.configure_task(MAIL_INVITATION, allow_unknown=True).defer(email=email)
