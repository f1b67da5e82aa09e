"""Tipping the editors: seen by them and by who sent it, and by nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from tests.journal.story import HERE, journal_of, signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Pitch
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

TIP = "Vraag Noor eens naar haar dossier."


@pytest.fixture
def tip(world: World) -> Pitch:
    journal_of(world)
    return actions.pitch(world.samira, group=world.group, text=TIP)


def test_editors_and_its_author_read_it_and_nobody_else(world: World, tip: Pitch) -> None:
    for editor in (world.marit, world.joost):
        assert list(queries.pitches_waiting(editor, world.group)) == [tip]
    for other in (world.noor, world.bram, world.moderator):
        assert list(queries.pitches_waiting(other, world.group)) == []
        with pytest.raises(Pitch.DoesNotExist):
            queries.pitch(other, world.group, tip.pk)
    assert list(queries.my_pitches(world.samira, world.group)) == [tip]
    assert list(queries.my_pitches(world.noor, world.group)) == []
    assert TIP in signed_in(world.joost).get(f"{HERE}redactie/").text
    assert TIP in signed_in(world.samira).get(f"{HERE}tip/").text
    assert TIP not in signed_in(world.noor).get(f"{HERE}tip/").text
    assert signed_in(world.bram).get(f"{HERE}tip/").status_code == 404


def test_an_editor_takes_it_up_and_its_author_knows(world: World, tip: Pitch) -> None:
    actions.take_pitch(world.joost, pitch=tip)
    actions.thank_for_pitch(world.marit, pitch=tip)
    tip.refresh_from_db()
    assert (tip.taken_at is None, tip.thanked_at, tip.answered_by) == (False, None, world.joost)
    assert list(queries.pitches_waiting(world.marit, world.group)) == []
    assert "De redactie pakt het op" in signed_in(world.samira).get(f"{HERE}tip/").text
    assert Activity.objects.filter(verb="answered_pitch").count() == 1


def test_thanks_without_use(world: World, tip: Pitch) -> None:
    answer = signed_in(world.marit).post(f"{HERE}redactie/tip/{tip.pk}/", {"act": "thank"})
    assert answer["Location"] == f"{HERE}redactie/"
    assert "De redactie bedankt je ervoor" in signed_in(world.samira).get(f"{HERE}tip/").text


def test_nobody_else_answers_it(world: World, tip: Pitch) -> None:
    for other in (world.samira, world.noor):
        with pytest.raises(Refused):
            actions.take_pitch(other, pitch=tip)
        address = f"{HERE}redactie/tip/{tip.pk}/"
        assert signed_in(other).post(address, {"act": "take"}).status_code == 404


def test_of_whom_an_editor_is_kept_apart_she_reads_no_tip(world: World, tip: Pitch) -> None:
    people.block(world.samira, other=world.joost)
    assert list(queries.pitches_waiting(world.joost, world.group)) == []
    assert list(queries.pitches_waiting(world.marit, world.group)) == [tip]
    address = f"{HERE}redactie/tip/{tip.pk}/"
    assert signed_in(world.joost).post(address, {"act": "take"}).status_code == 404


def test_only_members_tip_and_not_without_end(world: World, tip: Pitch) -> None:
    with pytest.raises(Refused, match="lid van de groep"):
        actions.pitch(world.bram, group=world.group, text=TIP)
    assert actions.pitch(world.samira, group=world.group, text=f" {TIP} ") == tip
    with time_machine.travel(now() + timedelta(hours=1)):
        for number in range(4):
            actions.pitch(world.samira, group=world.group, text=f"Nog {number}")
        with pytest.raises(Refused, match="5 tips"):
            actions.pitch(world.samira, group=world.group, text="En nog een")
    sent = signed_in(world.samira).post(f"{HERE}tip/", {"text": "Toch nog een"})
    assert sent.status_code == 422
    assert "5 tips van je" in sent.text
    assert signed_in(world.samira).post(f"{HERE}tip/", {"text": " "}).status_code == 422


def test_a_group_without_a_journal_has_no_editors_to_tip(world: World) -> None:
    assert signed_in(world.samira).get(f"{HERE}tip/").status_code == 404
    assert signed_in(world.samira).get(f"{HERE}nr/").status_code == 404
    assert signed_in(world.samira).get(f"{HERE}nr/1/").status_code == 404
