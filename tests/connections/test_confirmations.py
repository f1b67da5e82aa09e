"""Confirming what a contact knows: who may, who sees it, and every way in which it is over."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Confirmation
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.queries import who_can_help
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

LIST = "/ik/bevestigd/"
WHERE = "In de werkgroep digitale dossiers"
VALUE = re.compile(r"'[^']*'|\d+")
TOKEN = re.compile(r"[A-Za-z0-9]{64}")
HTMX = {"hx-request": "true"}


@pytest.fixture
def scanning(world: World) -> KnownTopic:
    return world.marit.known_topics.get()


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def address(topic: KnownTopic) -> str:
    return f"/@{topic.actor.handle}/weet/{topic.pk}/"


def seen(viewer: Actor | None, topic: KnownTopic) -> tuple[int, list[tuple[str, str]]]:
    """How many, and who with where."""
    told = queries.confirmed(viewer, [topic]).get(topic.pk, queries.Confirmed())
    return told.number, [(row.by.name, row.where) for row in told.named]


def test_joost_saw_it_and_says_so_once(world: World, scanning: KnownTopic) -> None:
    told = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]
    first = actions.confirm(world.joost, topic=scanning, where=f"  {WHERE}\n")
    again = actions.confirm(world.joost, topic=scanning, where="Ergens anders")
    assert (first, first.where, first.text) == (again, WHERE, scanning.text)
    assert Activity.objects.filter(verb="confirmed").count() == 1
    for activity in Activity.objects.filter(pk__gt=told):
        followups.run(activity.pk)
    assert mail.outbox == []


@pytest.mark.parametrize("where", ["", "   ", "…", "x" * 121])
def test_without_where_it_says_nothing(world: World, scanning: KnownTopic, where: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.confirm(world.joost, topic=scanning, where=where)
    assert refused.value.field == "where"


def test_nobody_confirms_herself(world: World, scanning: KnownTopic) -> None:
    with pytest.raises(Refused):
        actions.confirm(world.marit, topic=scanning, where=WHERE)
    page = signed_in(world.marit).post(address(scanning), {"where": WHERE})
    assert page.status_code == 422
    assert "You cannot do that yourself." in page.text


def test_only_a_contact_who_is_shown_it_confirms(world: World, scanning: KnownTopic) -> None:
    with pytest.raises(KnownTopic.DoesNotExist):
        actions.confirm(world.bram, topic=scanning, where=WHERE)
    people.show_parts(world.marit, who_sees={"knows": "contacts"})
    actions.confirm(world.peter, topic=scanning, where=WHERE)
    people.show_parts(world.marit, who_sees={"knows": "me"})
    with pytest.raises(KnownTopic.DoesNotExist):
        actions.confirm(world.joost, topic=scanning, where=WHERE)
    assert signed_in(world.joost).get(address(scanning)).status_code == 404
    assert [row.by for row in Confirmation.objects.all()] == [world.peter]


def test_names_are_for_marit_and_for_who_knows_them(world: World, scanning: KnownTopic) -> None:
    """Samira knows Joost and not Peter; Bram knows neither; Joost does not know Peter."""
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    actions.confirm(world.peter, topic=scanning, where="In het archief")
    joost, peter = ("Joost van der Meer", WHERE), ("Peter de Wit", "In het archief")
    assert seen(world.marit, scanning) == (2, [peter, joost])
    assert seen(world.samira, scanning) == (2, [joost])
    assert seen(world.joost, scanning) == (2, [joost])
    assert seen(world.bram, scanning) == (2, [])
    assert seen(None, scanning) == (2, [])
    page = signed_in(world.samira).get("/@marit.hoekstra/").text
    assert "2 fellow professionals confirm this" in page
    assert WHERE in page
    assert "Peter" not in page
    assert "In het archief" not in page
    page = signed_in(world.bram).get("/@marit.hoekstra/").text
    assert "2 fellow professionals confirm this" in page
    assert WHERE not in page


def test_outsiders_see_how_many_if_she_shows_what_she_knows(
    world: World, scanning: KnownTopic
) -> None:
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    shown = {"promise": "everyone", "knows": "contacts"}
    people.show_parts(world.marit, who_sees=shown, agreed_to="2026-11")
    assert "confirm" not in Client().get("/@marit.hoekstra/").text
    people.show_parts(world.marit, who_sees={"knows": "everyone"}, agreed_to="2026-11")
    page = Client(headers={"accept-language": "en"}).get("/@marit.hoekstra/").text
    assert "1 fellow professional confirms this" in page
    assert "Joost" not in page
    assert WHERE not in page
    for who in ("lid", "bekende", "buitenstaander"):
        page = signed_in(world.marit).get(f"/ik/profiel/gezien-door/{who}/").text
        assert "1 fellow professional confirms this" in page
        assert "Joost" not in page


def test_what_she_narrows_is_confirmed_to_nobody_who_does_not_see_it(
    world: World, scanning: KnownTopic
) -> None:
    """Not by a word, and not by a statement more: Bram sees what he would without confirmations."""
    people.show_parts(world.marit, who_sees={"knows": "contacts"})
    bram = signed_in(world.bram)

    def page() -> tuple[str, list[str]]:
        with CaptureQueriesContext(connection) as statements:
            told = bram.get("/@marit.hoekstra/").text
        return TOKEN.sub("", told), [VALUE.sub("…", one["sql"]) for one in statements]

    page()
    before = page()
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    assert page() == before


def test_the_one_who_confirmed_withdraws_and_says_it_again(
    world: World, scanning: KnownTopic
) -> None:
    row = actions.confirm(world.joost, topic=scanning, where=WHERE)
    for _ in range(2):
        actions.withdraw_confirmation(world.joost, confirmation=row)
    assert seen(world.marit, scanning) == (0, [])
    assert Activity.objects.filter(verb="withdrew_confirmation").count() == 1
    actions.confirm(world.joost, topic=scanning, where="Toch gezien")
    assert seen(world.marit, scanning) == (1, [("Joost van der Meer", "Toch gezien")])
    for other in (world.marit, world.bram):
        with pytest.raises(Confirmation.DoesNotExist):
            actions.withdraw_confirmation(other, confirmation=row)


def test_what_marit_does_not_show_looks_the_same_to_who_confirmed(
    world: World, scanning: KnownTopic
) -> None:
    row = actions.confirm(world.joost, topic=scanning, where=WHERE)
    joost = signed_in(world.joost)
    pages = ["/@marit.hoekstra/", address(scanning), LIST]
    before = [TOKEN.sub("", joost.get(page).text) for page in pages]
    for _ in range(2):
        actions.hide_confirmation(world.marit, confirmation=row)
    assert [TOKEN.sub("", joost.get(page).text) for page in pages] == before
    assert seen(world.samira, scanning) == (0, [])
    assert seen(world.marit, scanning) == (0, [("Joost van der Meer", WHERE)])
    assert Activity.objects.filter(verb="hid_confirmation").count() == 1
    actions.withdraw_confirmation(world.joost, confirmation=row)
    row = actions.confirm(world.joost, topic=scanning, where="Nog eens")
    assert seen(world.samira, scanning) == (0, []), "saying it again does not get around her"
    for _ in range(2):
        actions.show_confirmation(world.marit, confirmation=row)
    assert seen(world.samira, scanning) == (1, [("Joost van der Meer", "Nog eens")])
    assert Activity.objects.filter(verb="showed_confirmation").count() == 1
    for act in (actions.hide_confirmation, actions.show_confirmation):
        with pytest.raises(Confirmation.DoesNotExist):
            act(world.joost, confirmation=row)


@pytest.mark.parametrize("how", ["ends it", "blocks"])
@pytest.mark.parametrize("who", ["joost", "marit"])
def test_it_stands_while_they_know_each_other(
    world: World, scanning: KnownTopic, how: str, who: str
) -> None:
    bezwaren = people.add_known_topic(world.joost, text="Bezwaren")
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    actions.confirm(world.marit, topic=bezwaren, where=WHERE)
    actions.confirm(world.peter, topic=scanning, where=WHERE)
    one, other = (world.joost, world.marit) if who == "joost" else (world.marit, world.joost)
    if how == "blocks":
        actions.part_from(one, other=other)
        people.unblock(one, other=other)
    else:
        actions.end_connection(one, contact=other)
    assert seen(world.marit, scanning) == (1, [("Peter de Wit", WHERE)])
    assert seen(world.joost, bezwaren) == (0, [])
    acquaint(world.joost, world.marit)
    assert seen(world.joost, bezwaren) == (0, []), "a new tie takes a new word"


def test_a_block_without_more_hides_the_name(world: World, scanning: KnownTopic) -> None:
    """Whatever the rows say: a block alone is enough. The number tells nobody of it."""
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    people.block(world.joost, other=world.samira)
    assert seen(world.samira, scanning) == (1, [])


def test_who_leaves_confirms_nothing_and_comes_back_to_all(
    world: World, scanning: KnownTopic
) -> None:
    gone = actions.confirm(world.peter, topic=scanning, where=WHERE)
    actions.withdraw_confirmation(world.peter, confirmation=gone)
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    bezwaren = people.add_known_topic(world.joost, text="Bezwaren")
    actions.confirm(world.marit, topic=bezwaren, where=WHERE)
    leaving.close_account(world.joost, answers="stay")
    assert seen(world.marit, scanning) == (0, [])
    assert "Joost" not in signed_in(world.marit).get(LIST).text
    leaving.reopen_account(world.joost)
    assert seen(world.marit, scanning) == (1, [("Joost van der Meer", WHERE)])
    assert seen(world.joost, bezwaren) == (1, [("Marit Hoekstra", WHERE)])


def test_other_words_are_another_claim_and_put_back_is_the_same(
    world: World, scanning: KnownTopic
) -> None:
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    actions.confirm(world.peter, topic=scanning, where=WHERE)
    marit = signed_in(world.marit)
    marit.post(f"/ik/profiel/weet/{scanning.pk}/weg/")
    assert scanning.text not in signed_in(world.joost).get(LIST).text
    people.add_known_topic(world.marit, text=f"{scanning.text} en geteld")
    assert not Confirmation.objects.filter(until=None).exists()
    actions.end_connection(world.peter, contact=world.marit)
    marit.post("/ik/profiel/terug/")
    back = world.marit.known_topics.get(text=scanning.text)
    assert seen(world.marit, back) == (1, [("Joost van der Meer", WHERE)])
    marit.post("/ik/profiel/terug/")
    assert world.marit.known_topics.filter(text=scanning.text).count() == 1


def test_said_anew_later_begins_anew(world: World, scanning: KnownTopic) -> None:
    """She took it off for good; the same words a year later are not confirmed yet."""
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    at = actions.take_topic_off(world.marit, topic=scanning)
    again = people.add_known_topic(world.marit, text=scanning.text)
    assert seen(world.marit, again) == (0, [])
    actions.confirm(world.joost, topic=again, where="Later")
    actions.put_topic_back(world.marit, text=scanning.text, at=at)
    assert seen(world.marit, again) == (1, [("Joost van der Meer", "Later")])


def test_a_topic_that_is_gone_in_another_way_is_confirmed_nowhere(
    world: World, scanning: KnownTopic
) -> None:
    row = actions.confirm(world.joost, topic=scanning, where=WHERE)
    people.remove_known_topic(world.marit, topic=scanning)
    other = people.add_known_topic(world.marit, text="Iets anders")
    assert queries.confirmed(world.joost, [scanning, other]) == {}
    done = signed_in(world.joost).post(f"{LIST}{row.pk}/", {"act": "withdraw"})
    assert done.headers["Location"] == LIST


def test_by_the_pages_without_a_script(world: World, scanning: KnownTopic) -> None:
    joost, marit = signed_in(world.joost), signed_in(world.marit)
    assert "Where did you see this?" in joost.get("/@marit.hoekstra/").text
    assert "Where did you see this?" not in signed_in(world.bram).get("/@marit.hoekstra/").text
    assert "You confirm nothing yet" in joost.get(LIST).text
    empty = joost.post(address(scanning), {"where": " "})
    assert empty.status_code == 422
    assert "Fill in where you saw this." in empty.text
    dots = joost.post(address(scanning), {"where": "…"})
    assert dots.status_code == 422
    done = joost.post(address(scanning), {"where": WHERE}, follow=True)
    assert "You confirm this. Marit sees it on the profile." in done.text
    assert done.redirect_chain[-1][0] == f"/@marit.hoekstra/#topic-{scanning.pk}"
    row = Confirmation.objects.get()
    hidden = marit.post(f"{LIST}{row.pk}/", {"act": "hide"}, follow=True).text
    assert "You do not show what Joost confirms. Joost is not told." in hidden
    assert "Confirmed, but not shown" in hidden
    shown = marit.post(f"{LIST}{row.pk}/", {"act": "show"}, follow=True).text
    assert "You show it again." in shown
    assert "Joost van der Meer" in marit.get(address(scanning)).text
    assert scanning.text in joost.get(LIST).text
    gone = joost.post(f"{LIST}{row.pk}/", {"act": "withdraw", "back": "list"}, follow=True).text
    assert "You no longer confirm this. Nobody is told." in gone
    assert "You confirm nothing yet" in gone


def test_with_htmx_the_one_topic_comes_back(world: World, scanning: KnownTopic) -> None:
    joost = signed_in(world.joost)
    wrong = joost.post(address(scanning), {"where": ""}, headers=HTMX)
    assert (wrong.status_code, "<html" in wrong.text) == (422, False)
    assert "error-summary" in wrong.text
    done = joost.post(address(scanning), {"where": WHERE}, headers=HTMX)
    assert (done.status_code, "<html" in done.text) == (200, False)
    assert "Withdraw" in done.text
    row = Confirmation.objects.get()
    gone = joost.post(f"{LIST}{row.pk}/", {"act": "withdraw"}, headers=HTMX)
    assert "Where did you see this?" in gone.text


@pytest.mark.parametrize("act", ["withdraw", "hide", "show", "", "x", "\0"])
def test_what_is_of_others_or_of_nobody_is_not_there(
    world: World, scanning: KnownTopic, act: str
) -> None:
    """For a third, for the other of the two, and for what was never there: the same answer."""
    row = actions.confirm(world.joost, topic=scanning, where=WHERE)
    allowed = {"withdraw": world.joost, "hide": world.marit, "show": world.marit}
    answers = set()
    for viewer in (world.bram, world.samira, world.joost, world.marit):
        if viewer == allowed.get(act):
            continue
        for pk in (row.pk, 987_654_321):
            page = signed_in(viewer).post(f"{LIST}{pk}/", {"act": act})
            answers.add((page.status_code, TOKEN.sub("", page.text).replace(str(pk), "")))
    assert {status for status, _text in answers} == {404}
    row.refresh_from_db()
    assert (row.until, row.hidden_at) == (None, None)


def test_who_is_no_contact_any_more_withdrew_already(world: World, scanning: KnownTopic) -> None:
    row = actions.confirm(world.joost, topic=scanning, where=WHERE)
    people.show_parts(world.marit, who_sees={"knows": "contacts"})
    actions.end_connection(world.marit, contact=world.joost)
    page = signed_in(world.joost).post(f"{LIST}{row.pk}/", {"act": "withdraw"}, headers=HTMX)
    assert page.headers["Location"] == LIST
    assert scanning.text not in page.text


def test_a_profile_costs_the_same_however_often_it_is_confirmed(
    world: World, scanning: KnownTopic
) -> None:
    samira = signed_in(world.samira)

    def cost() -> int:
        samira.get("/@marit.hoekstra/")
        with CaptureQueriesContext(connection) as statements:
            samira.get("/@marit.hoekstra/")
        return len(statements)

    none = cost()
    actions.confirm(world.joost, topic=scanning, where=WHERE)
    one = cost()
    for number in range(3):
        topic = people.add_known_topic(world.marit, text=f"Onderwerp {number}")
        friend = member(f"Vriend {number}", f"v{number}@elders.example")
        acquaint(friend, world.marit)
        for by in (world.joost, world.peter, friend):
            actions.confirm(by, topic=topic, where=WHERE)
    assert none == one == cost() <= 20


def test_a_long_list_goes_by_pages(world: World) -> None:
    for number in range(31):
        person = member(f"Ander {number:02}", f"a{number}@elders.example", knows=["Iets"])
        acquaint(person, world.bram)
        actions.confirm(world.bram, topic=person.known_topics.get(), where=WHERE)
    bram = signed_in(world.bram)
    assert "Ander 00" not in bram.get(LIST).text
    assert "Ander 00" in bram.get(LIST, {"page": "2"}).text


def test_it_moves_nobody_up_in_the_finder(world: World, scanning: KnownTopic) -> None:
    """No score: however many confirm it, who is found and in which order stays the same."""
    rival = member("Ans Smit", "ans@elders.example", knows=["Bouwdossiers scannen"])
    finding.index_everything()

    def found() -> list[Actor]:
        return [one.actor for one in who_can_help(world.bram, "bouwdossiers scannen").people]

    before = found()
    assert {world.marit, rival} <= set(before)
    for by in (world.joost, world.peter):
        actions.confirm(by, topic=scanning, where=WHERE)
    finding.index_everything()
    assert found() == before
