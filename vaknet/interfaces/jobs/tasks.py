"""What the worker runs."""

from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.finding import actions as finding
from vaknet.domain.people.actions.codes import MAIL_CODE
from vaknet.domain.people.actions.invitations import MAIL_INVITATION
from vaknet.interfaces.jobs import finder, followups, letters


@app.task(name=FOLLOW_UP)
def follow_up(activity_id: int) -> None:
    followups.run(activity_id)


@app.task(name=finder.REBUILD)
def rebuild_finder() -> None:
    finding.rebuild()


@app.task(name=MAIL_CODE, retry=letters.PATIENCE)
def mail_code(email: str, code: str, language: str) -> None:
    letters.mail_code(email, code, language)


@app.task(name=MAIL_INVITATION, retry=letters.PATIENCE)
def mail_invitation(email: str) -> None:
    letters.mail_invitation(email)
