"""Marit has scanned files and agreed that members of partners find her. Joost knows of it too and
did not agree. In Vaknet West, the partner, somebody has a question about that.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core import mail
from django.test import Client

from tests import postbox
from tests import world as w
from tests.networks.partner import Partner
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.introducing import actions
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.introducing.partners import partners
from vaknet.domain.introducing.rules import EDITION
from vaknet.domain.networks.models import Network, Treaty
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs import across, followups

QUESTION = "Wie heeft bouwdossiers gescand?"
PURPOSE = "Wij gaan ons archief scannen. Graag een half uur bellen."
THERE = "b" * 22


@dataclass(frozen=True)
class Told:
    world: World
    partner: Partner
    treaty: Treaty

    @property
    def network(self) -> Network:
        return self.treaty.network

    def shown(self, text: str = QUESTION, **more: object) -> list[dict[str, Any]]:
        """Whom the partner gets to see."""
        answer = self.partner.asks("who-can-help", {"text": text, "language": "en"} | more)
        assert answer.status_code == 200, answer.content
        return answer.json()["people"]

    def names(self, text: str = QUESTION) -> list[str]:
        return [one["name"] for one in self.shown(text)]

    def bring(self, shown: str, token: str = "t" * 22, **more: object) -> int:
        """Its member asks for an introduction."""
        told = {
            "token": token,
            "shown": shown,
            "name": "Ada de Boer",
            "headline": "archivaris, gemeente Westerdam",
            "mail": "ada@westerdam.example",
            "purpose": PURPOSE,
        }
        return self.partner.asks("introduction/ask", told | more).status_code

    def incoming(self) -> IntroductionAcross:
        self.bring(self.shown()[0]["token"])
        return IntroductionAcross.objects.get(is_incoming=True)

    def asked(self, by: Actor | None = None, **more: Any) -> IntroductionAcross:
        """Samira asks to meet Ada of Vaknet West."""
        given = {
            "network": self.network,
            "shown": THERE,
            "name": "Ada de Boer",
            "headline": "archivaris",
            "purpose": PURPOSE,
            "with_mail": True,
        }
        return actions.ask_across(by or self.world.samira, **(given | more))

    def takes_all(self) -> None:
        """The partner answers again."""
        for what in ("ask", "yes", "end"):
            self.partner.answers[f"introduction/{what}"] = lambda _told: {"taken": True}

    def heard(self, what: str) -> list[dict[str, object]]:
        import json

        return [
            json.loads(message.body) for path, message in self.partner.heard if path.endswith(what)
        ]


def tell(partner: Partner) -> Told:
    world = w.build()
    Account.objects.update(language="en")
    people.add_known_topic(world.joost, text="Bouwdossiers laten scannen")
    treaty = partner.in_force("who_can_help")
    agree(world.marit, chosen=[treaty.network])
    finding.index_everything()
    return Told(world, partner, treaty)


def agree(
    person: Actor,
    shows: Collection[str] = ("knows",),
    chosen: Collection[Network] | None = None,
) -> None:
    """By all partners, when nothing else is said."""
    offered = partners()
    actions.agree_to_be_found(
        person,
        agreed_to=EDITION,
        shows=shows,
        offered=offered,
        chosen=offered if chosen is None else chosen,
    )


def signed_in(person: Actor) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Account.objects.get(actor=person))
    return client


def carried(row: IntroductionAcross) -> IntroductionAcross:
    """What the worker does with what has to be told."""
    across.carry(row.pk)
    row.refresh_from_db()
    return row


def letters(*verbs: str) -> dict[str, str]:
    """What each was sent, by whose it is."""
    mail.outbox.clear()
    for activity in Activity.objects.filter(verb__in=verbs).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return {one.to[0].split("@")[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}


def sealed(page: str) -> list[str]:
    return re.findall(r'name="whom" value="([^"]+)"', page)
