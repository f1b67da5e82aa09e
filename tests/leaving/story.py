"""Taking an archive along, all the way: asked for, made by the worker, fetched and unpacked."""

import io
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.leaving import actions
from vaknet.domain.leaving.models import Archive
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import archives

NOT_TEXT = ("woff2", "webp")


@dataclass(frozen=True)
class Taken:
    """What somebody got, unpacked."""

    archive: Archive
    files: dict[str, str]
    content: bytes = b""

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
    content = answer.getvalue()
    with ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        texts = {name: whole.read(name) for name in whole.namelist()}
    asked.refresh_from_db()
    read = {name: text.decode() for name, text in texts.items() if not name.endswith(NOT_TEXT)}
    return Taken(asked, read, content)


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(actor.account)
    return client


def talked(by: Actor, other: Actor, *, purpose: str, note: str) -> None:
    """These two spoke the day before yesterday, and it helped her."""
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        times = [timezone.now() + timedelta(days=1)]
        talk = talks.propose_talk(by, invitee=other, purpose=purpose, times=times)
        talks.pick_time(other, talk=talk, time=talk.proposed_times.get())
    talks.say_outcome(by, talk=talk, kind="helped", note=note)


def upload(client: Client, content: bytes):
    file = SimpleUploadedFile("vaknet-samira.zip", content)
    return client.post("/ik/gegevens/meenemen/", {"archive": file})


def ticked(page) -> dict[str, Any]:
    form = page.context["form"]
    return {"read": form["read"].value(), "about": "on", **form.every()}


def zipped(told: Any, name: str = "vaknet.json", **more: bytes) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as whole:
        whole.writestr(name, told if isinstance(told, str) else json.dumps(told))
        for other, content in more.items():
            whole.writestr(other, content)
    return file.getvalue()


def of(**parts: Any) -> dict[str, Any]:
    return {"format": "vaknet-archive", "version": 1, **parts}
