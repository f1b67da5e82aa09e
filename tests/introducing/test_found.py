"""Who is in an answer to a partner: who agreed, by what she shows there, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.introducing.story import QUESTION, Told, agree
from tests.world import member
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions as finding
from vaknet.domain.introducing import actions, rules
from vaknet.domain.introducing.models import AskedByPartner, ShownToPartner
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account

KEYS = {"token", "name", "headline", "knows", "place", "reason"}


def test_who_agreed_is_shown_with_what_she_ticked_and_one_reason(told: Told) -> None:
    (marit,) = told.shown()
    assert set(marit) == KEYS
    assert marit["name"] == "Marit Hoekstra"
    assert marit["headline"] == "coördinator toezicht"
    assert marit["knows"] == ["4.200 bouwdossiers gescand"]
    assert marit["reason"] == "Says to know this: “4.200 bouwdossiers gescand”."
    assert "oosterhage" not in str(marit).lower()


def test_the_reason_is_in_the_language_that_was_asked_for(told: Told) -> None:
    (marit,) = told.shown(language="nl")
    assert marit["reason"] == "Zegt dit te weten: ‘4.200 bouwdossiers gescand’."
    assert told.shown(language="xx")[0]["reason"] == marit["reason"]


def test_her_organisation_and_place_go_along_when_she_ticked_them(told: Told) -> None:
    agree(told.world.marit, ["organisation"])
    (marit,) = told.shown("Wie doet toezicht bij een gemeente?")
    assert marit["headline"] == "coördinator toezicht, gemeente Oosterhage"
    assert marit["knows"] == []
    assert marit["reason"] == "Does this work: coördinator toezicht, gemeente Oosterhage."


def test_what_she_does_not_show_gets_her_into_no_answer(told: Told) -> None:
    agree(told.world.marit, [])
    assert told.names() == []
    assert told.names("Wie werkt er in Oosterhage?") == []
    assert told.names("dakkapel zonder vergunning omgevingsplan") == []  # her best answer
    agree(told.world.marit, ["organisation"])
    assert told.names("Wie werkt er in Oosterhage?") == ["Marit Hoekstra"]


def test_what_members_in_general_do_not_see_partners_do_not_see(told: Told) -> None:
    agree(told.world.marit, ["knows", "organisation", "place"])
    people.show_parts(told.world.marit, who_sees={"knows": "contacts", "work": "me"}, agreed_to="")
    assert told.names() == []
    (shown,) = told.shown("toezicht") or [None]
    assert shown is None or shown["knows"] == []


def test_a_confirmation_is_no_part_of_the_reason(told: Told) -> None:
    topic = told.world.marit.known_topics.get()
    connections.confirm(told.world.joost, topic=topic, where="Op het werk, in de kelder")
    assert told.shown()[0]["reason"] == "Says to know this: “4.200 bouwdossiers gescand”."


@pytest.mark.parametrize("text", [QUESTION, "", "a", "zzz qqq", "Joost", "\u202etoooJ", "x" * 9000])
def test_who_did_not_agree_is_never_there(told: Told, text: str) -> None:
    assert "Joost" not in str(told.shown(text))


def test_an_answer_is_the_same_when_nobody_agreed_and_when_nobody_fits(told: Told) -> None:
    nobody_fits = told.partner.asks("who-can-help", {"text": "Wie kan viool spelen?"})
    actions.stop_being_found(told.world.marit)
    nobody_agreed = told.partner.asks("who-can-help", {"text": QUESTION})
    assert nobody_fits.content == nobody_agreed.content == b'{"people": []}'


def test_who_agreed_costs_no_more_statements_than_who_did_not(
    told: Told, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    told.shown()
    for name in ("Els", "Wim", "Kees"):
        person = member(f"{name} Bakker", f"{name}@x.example", knows=[f"{name}: dossiers gescand"])
        agree(person)
    finding.index_everything()
    with django_assert_max_num_queries(60) as many:
        assert len(told.shown()) == 4
    for person in [told.world.marit]:
        actions.stop_being_found(person)
    with django_assert_num_queries(len(many)):
        assert len(told.shown()) == 3


def test_who_stopped_left_or_was_switched_off_is_gone_at_once(told: Told) -> None:
    marit = told.world.marit
    assert told.names() == ["Marit Hoekstra"]
    actions.stop_being_found(marit)
    assert told.names() == []
    agree(marit)
    Account.objects.filter(actor=marit).update(is_active=False)
    assert told.names() == []
    Account.objects.filter(actor=marit).update(is_active=True)
    assert told.names() == ["Marit Hoekstra"]
    leaving.close_account(marit, answers="stay")
    assert told.names() == []
    leaving.reopen_account(marit)
    finding.index_everything()
    assert told.names() == ["Marit Hoekstra"]


def test_a_network_that_she_keeps_away_from_does_not_find_her(told: Told) -> None:
    actions.keep_from(told.world.marit, network=told.network)
    assert told.names() == []
    agree(told.world.marit)
    assert told.names() == ["Marit Hoekstra"]


def test_nobody_is_shown_without_a_treaty_that_shares_it(told: Told) -> None:
    told.treaty.shares.all().delete()
    assert told.partner.asks("who-can-help", {"text": QUESTION}).status_code == 404
    told.treaty.shares.create(kind="agenda")
    assert told.partner.asks("who-can-help", {"text": QUESTION}).status_code == 404


def test_a_token_is_new_each_time_and_nothing_of_the_question_is_kept(told: Told) -> None:
    first, second = told.shown()[0]["token"], told.shown()[0]["token"]
    assert first != second
    kept = [vars(row) for row in [*ShownToPartner.objects.all(), *AskedByPartner.objects.all()]]
    assert "scan" not in str(kept).lower()
    assert AskedByPartner.objects.get().times == 2


def test_a_partner_sees_so_many_different_people_a_day_and_no_more(told: Told, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.domain.introducing.queries.finding.MOST_PEOPLE_A_DAY", 2)
    for name in ("Els", "Wim", "Kees"):
        agree(member(f"{name} Bakker", f"{name}@x.example", knows=[f"{name} kan timmeren"]))
    finding.index_everything()
    seen = {*told.names(), *told.names("timmeren"), *told.names("Kees timmeren")}
    assert len(seen) == 2
    assert told.names() == ["Marit Hoekstra"]  # who was shown before may be shown again


def test_a_partner_that_asks_too_much_waits_until_tomorrow(told: Told) -> None:
    today = timezone.localdate()
    AskedByPartner.objects.create(
        network=told.network, day=today, times=rules.MOST_QUESTIONS_A_DAY - 1
    )
    assert told.shown()
    answer = told.partner.asks("who-can-help", {"text": QUESTION})
    assert answer.status_code == 429
    AskedByPartner.objects.update(day=today - timedelta(days=1))
    assert told.shown()


def test_tokens_and_counts_of_long_ago_go(told: Told) -> None:
    told.shown()
    actions.forget_shown(now=timezone.now())
    assert ShownToPartner.objects.count() == 1
    actions.forget_shown(now=timezone.now() + timedelta(days=8))
    assert ShownToPartner.objects.count() == 0
    assert AskedByPartner.objects.count() == 1
    actions.forget_shown(now=timezone.now() + timedelta(days=401))
    assert AskedByPartner.objects.count() == 0


def test_what_is_no_question_is_answered_with_nobody(told: Told) -> None:
    for odd in ({"text": None}, {"text": ["x"]}, {}, {"text": 7, "language": {}}):
        assert told.partner.asks("who-can-help", odd).json() == {"people": []}
