"""Who wrote something from another network hears what moderators decided, and can appeal."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from time_machine import travel

from tests.federation.story import somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation.models import Delivery, Parcel, RemoteActor
from vaknet.domain.governance import actions
from vaknet.domain.governance.models import Appeal, Decision
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer
from vaknet.engine.activitypub import Document, Verb, activity, post
from vaknet.engine.activitypub.fields import Fields
from vaknet.interfaces.jobs import followups


@pytest.fixture
def wout(world: World) -> RemoteActor:
    return somebody_elsewhere()


@pytest.fixture
def hers(wout: RemoteActor, world: World, open_group: Group) -> Answer:
    asked = knowledge.ask(world.noor, group=open_group, title="Wie bouwt er met leem?")
    return knowledge.answer(wout.actor, question=asked, text="Koop mijn *leem*.")


def decide(world: World, answer: Answer, kind: str = "hide") -> Decision:
    said = actions.report(world.fatma, thing=answer, reason="selling")
    made = actions.decide(world.moderator, case=said.case, kind=kind, reason="Dit is reclame.")
    tell("decided_case")
    return made


def tell(verb: str) -> None:
    for one in Activity.objects.filter(verb=verb):
        followups.run(one.pk)


def letters() -> list[dict[str, object]]:
    rows = Parcel.objects.order_by("pk")
    return [json.loads(bytes(row.content)) for row in rows]


def link_in(letter: dict[str, object]) -> str:
    found = re.search(r'href="https://vaknet.example(/besluit/[^"]+)"', str(letter))
    assert found is not None
    return found[1]


def test_she_hears_of_it_by_name_and_nobody_else_does(
    world: World, hers: Answer, wout: RemoteActor
) -> None:
    decide(world, hers)
    [told] = letters()
    assert Delivery.objects.get().inbox == wout.inbox
    done = activity(Document(json.dumps(told).encode()))
    assert (done.verb, done.to, done.is_public) == (Verb.CREATE, (wout.uri,), False)
    assert done.part.fields is not None
    note = post(Document(json.dumps(told["object"]).encode()))
    assert [one.href for one in note.mentions] == [wout.uri]
    assert note.author == done.actor
    assert isinstance(done.part.fields, Fields)
    assert re.fullmatch(r".+#decision-[0-9a-f]{16}", note.id)
    for secret in ("leem", "reclame", "Fatma", "moderator@", "Dit is"):
        assert secret not in json.dumps(told, ensure_ascii=False)


def test_what_stays_and_what_waits_is_not_told(world: World, hers: Answer) -> None:
    decide(world, hers, kind="leave")
    assert letters() == []


def test_members_hear_by_mail_alone(world: World, hers: Answer) -> None:
    ours = knowledge.answer(world.marit, question=hers.question, text="Wij ook.")
    decide(world, ours)
    assert letters() == []


def test_off_nobody_is_written_to(world: World, hers: Answer, settings) -> None:
    settings.FEDERATION = False
    decide(world, hers)
    assert letters() == []


def test_who_is_gone_is_not_written_to(world: World, hers: Answer, wout: RemoteActor) -> None:
    wout.gone_at = timezone.now()
    wout.save()
    decide(world, hers)
    assert letters() == []


def test_by_the_link_she_reads_it_and_appeals_once(
    world: World, hers: Answer, wout: RemoteActor
) -> None:
    made = decide(world, hers)
    where = link_in(letters()[0])
    page = Client().get(where)
    text = page.content.decode()
    assert page["Cache-Control"].count("no-store")
    for words in ("Dit is reclame.", "<em>leem</em>"):
        assert words in text
    assert f"/antwoord/{hers.pk}" not in text
    assert Client().post(where, {"text": ""}).status_code == 422
    assert Client().post(where, {"text": "Ik geef het weg."}).status_code == 303
    assert Client().post(where, {"text": "Nog eens."}).status_code == 303
    appeal = Appeal.objects.get()
    assert (appeal.by, appeal.text, appeal.decision) == (wout.actor, "Ik geef het weg.", made)
    assert "Ik geef het weg." in Client().get(where).content.decode()


@pytest.mark.parametrize(("upheld", "word"), [(True, "blijft"), (False, "teruggedraaid")])
def test_she_hears_how_the_appeal_ended(
    world: World, hers: Answer, wout: RemoteActor, *, upheld: bool, word: str
) -> None:
    made = decide(world, hers)
    appeal = actions.appeal(wout.actor, decision=made, text="Ik geef het weg.")
    actions.decide_appeal(world.noor, appeal=appeal, upheld=upheld, reason="Nog eens gezien.")
    tell("decided_appeal")
    last = letters()[-1]
    assert word in json.dumps(last)
    page = Client().get(link_in(last)).content.decode()
    assert "Nog eens gezien." in page
    assert ("<h1>Je had gelijk</h1>" in page) is not upheld
    assert ("Het besluit geldt niet meer." in page) is not upheld
    assert ("<h1>Verborgen" in page) is upheld


def test_when_a_change_is_asked_she_changes_it_where_she_wrote_it(
    world: World, hers: Answer
) -> None:
    decide(world, hers, kind="change")
    text = Client().get(link_in(letters()[0])).content.decode()
    assert "Dit is reclame." in text
    assert "/wijzigen/" not in text


def test_links_that_do_not_fit(world: World, hers: Answer, wout: RemoteActor) -> None:
    made = decide(world, hers)
    where = link_in(letters()[0])
    with travel(timezone.now() + timedelta(days=31)):
        assert Client().get(where).status_code == 410
    assert Client().get("/besluit/onzin/").status_code == 404
    others = somebody_elsewhere("Els Peeters").actor
    for actor, purpose, pk in (
        (others, "appeal_elsewhere", made.pk),
        (wout.actor, "prove", made.pk),
        (wout.actor, "appeal_elsewhere", made.pk + 1),
        (world.marit, "appeal_elsewhere", made.pk),
    ):
        address = f"/besluit/{action_token(actor, purpose, pk)}/"
        assert Client().get(address).status_code == 404, (actor, purpose)
    assert settings.BASE_URL
