"""Taking an archive along, all the way: asked for, made by the worker, fetched and unpacked."""

import io
import json
from dataclasses import dataclass
from datetime import timedelta
from zipfile import ZipFile

import time_machine
from django.test import Client
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.leaving import actions
from vaknet.domain.leaving.models import Archive
from vaknet.interfaces.jobs import archives


@dataclass(frozen=True)
class Taken:
    """What somebody got, unpacked."""

    archive: Archive
    files: dict[str, str]

    @property
    def told(self) -> dict:
        return json.loads(self.files["vaknet.json"])

    @property
    def whole(self) -> str:
        return "\n".join(self.files.values())


def take(actor: Actor) -> Taken:
    """Ask, let the worker make it, and fetch it by the page."""
    asked = actions.ask_archive(actor)
    archives.make(asked.pk)
    answer = signed_in(actor).get(f"/ik/gegevens/{asked.pk}/vaknet.zip")
    assert answer.status_code == 200
    with ZipFile(io.BytesIO(answer.getvalue())) as whole:
        assert whole.testzip() is None
        texts = {name: whole.read(name) for name in whole.namelist()}
    asked.refresh_from_db()
    return Taken(
        asked, {name: text.decode() for name, text in texts.items() if not name.endswith("woff2")}
    )


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(actor.account)
    return client


def talked(by: Actor, other: Actor, *, purpose: str, note: str) -> None:
    """These two spoke the day before yesterday, and it helped her."""
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        times = [timezone.now() + timedelta(days=1)]
        talk = events.propose_talk(by, invitee=other, purpose=purpose, times=times)
        events.pick_time(other, talk=talk, time=talk.proposed_times.get())
    events.say_outcome(by, talk=talk, kind="helped", note=note)
