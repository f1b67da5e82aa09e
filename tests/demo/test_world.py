"""What a newcomer meets after `make demo`: Samira's day, and the five minutes of the README."""

import re
from datetime import timedelta

from django.core import mail
from django.db.models import F
from django.test import Client
from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.coffee.queries import tables
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.models import Connection, Introduction
from vaknet.domain.connections.queries import (
    are_connected,
    introductions_waiting,
    requests_waiting,
    route_of,
    routes,
)
from vaknet.domain.finding.queries import who_can_help
from vaknet.domain.governance import queries as moderation
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import is_member
from vaknet.domain.journal.models import Issue
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question
from vaknet.domain.notices.happened import happened
from vaknet.domain.notices.models import Notice
from vaknet.domain.notices.queries import today
from vaknet.domain.people.models import Account, Role
from vaknet.domain.reading import queries as reading
from vaknet.domain.talks.queries import talks
from vaknet.domain.translations.models import Translation
from vaknet.engine.pairing import Why
from vaknet.interfaces.commands._demo.content import table

THE_QUESTION = "Wie heeft in een kleine gemeente het bouwdossier helemaal digitaal gemaakt?"
SECRET_QUESTION = "Hoe bespreek je werkdruk als de leidinggevende zegt dat het druk hoort te zijn?"


def person(handle: str) -> Actor:
    return Actor.objects.get(handle=handle, kind=Actor.Kind.PERSON)


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(actor=actor))
    return client


def counts() -> list[int]:
    return [model.objects.count() for model in (Actor, Account, Question, Answer, Connection)]


def test_samira_has_somebody_for_coffee(demo_world):
    """Online here, for tests know no towns; beside `make demo` it is Bram, in the next town."""
    samira = person("samira.elidrissi")
    [table] = tables(samira)
    assert Why.ONLINE in {told.why for told in table.reasons}
    page = as_(samira).get("/koffie/").content.decode()
    assert all(seat.person.name in page for seat in table.others)


def test_the_reading_list_is_laid_and_nobody_is_visited(demo_world):
    group = Group.objects.get(actor__name="Vergunningen & Toezicht")
    rows = list(reading.items(person("samira.elidrissi"), group))
    assert rows[0].title == "Kleine gemeenten delen één loket voor bouwplannen"
    assert {row.source.title for row in rows} == {"De Bouwloods", "Omgeving in de praktijk"}
    assert list(reading.sources_due(timezone.now() + timedelta(days=9))) == []


def test_samira_asks_and_sees_marit_first_and_why_and_through_joost(demo_world):
    best = who_can_help(person("samira.elidrissi"), THE_QUESTION, language="nl").people[0]
    assert best.actor == person("marit.hoekstra")
    assert best.reasons[0].sentence == (
        "Zegt dit te weten: ‘Bouwdossiers digitaal maken in een kleine gemeente’."
        " 4 vakgenoten bevestigen dit."
    )
    first = best.routes[0]
    assert [stop.handle for stop in first.stops] == ["joost.vandermeer"]


def test_there_is_a_longer_way_round_and_its_far_stop_has_no_name(demo_world):
    """By Fatma, and from there by Peter or Thijs: they take turns."""
    samira, marit = person("samira.elidrissi"), person("marit.hoekstra")
    ways = {tuple(stop.handle for stop in route.stops): route for route in routes(samira, marit)}
    assert ("joost.vandermeer",) in ways
    first, far = route_of(samira, marit, ways["fatma.yildiz", ""].token)
    assert first == person("fatma.yildiz")
    assert far in {person("peter.dewit"), person("thijs.degroot")}
    assert are_connected(person("fatma.yildiz"), person("peter.dewit"))
    assert are_connected(person("peter.dewit"), marit)


def test_the_five_minutes_of_the_readme(demo_world):
    """Ask, be introduced through Joost, know Marit."""
    samira, joost, marit = map(person, ("samira.elidrissi", "joost.vandermeer", "marit.hoekstra"))
    found = as_(samira).get("/vraag/", {"q": THE_QUESTION})
    assert "Marit Hoekstra" in found.content.decode()
    asking = f"/@{marit.handle}/introductie/"
    form = as_(samira).get(asking).content.decode()
    token = re.findall(r'name="route" value="([^"]+)"', form)[0]
    sent = as_(samira).post(asking, {"route": token, "purpose": "Een half uur bellen?"})
    assert sent.status_code == 303
    asked = Introduction.objects.get(asker=samira)
    connections.agree_to_introduce(joost, step=asked.steps.get(go_between=joost))
    connections.accept_introduction(marit, introduction=asked)
    assert are_connected(samira, marit)


def test_four_people_wait_for_samira_and_one_question_is_hers(demo_world):
    samira = person("samira.elidrissi")
    [request] = requests_waiting(samira)
    assert request.sender == person("thijs.degroot")
    [step], [] = introductions_waiting(samira)
    assert step.introduction.asker == person("daan.verhoeven")
    [talk] = talks(samira).filter(invitee=samira, agreed_at=None)
    assert talk.proposer == person("fatma.yildiz")
    assert all(time.starts_at > timezone.now() for time in talk.proposed_times.all())
    line = today(samira)
    assert sorted(stop.kind for stop in line.stops) == ["coffee", "introduce", "request", "talk"]
    [question, *_others] = line.group_questions
    assert question.title == "Hoe leg je welstand uit aan inwoners in gewone taal?"
    assert is_member(samira, question.group)
    assert question.title in as_(samira).get("/").text


def test_a_manager_finds_reports_that_wait(demo_world):
    told = table("moderation")
    waiting = list(moderation.waiting(person("noor.janssen")))
    assert len(waiting) == len({row["reply"] for row in told["report"]}) == 3
    assert list(moderation.waiting(person("samira.elidrissi"))) == []


def test_everybody_opens_her_own_day_and_profile(demo_world):
    for account in Account.objects.select_related("actor"):
        client = as_(account.actor)
        assert client.get("/").status_code == 200
        assert client.get(f"/@{account.actor.handle}/").status_code == 200


def test_what_the_closed_group_says_stays_there(demo_world):
    """Samira finds nothing of it; Yara, who asked, does."""
    samira, yara = person("samira.elidrissi"), person("yara.osman")
    secret = Question.objects.get(title=SECRET_QUESTION)
    assert secret in knowledge.visible_questions(yara)
    assert secret not in knowledge.visible_questions(samira)
    told = who_can_help(samira, SECRET_QUESTION, language="nl")
    assert secret not in [found.question for found in told.answered]
    sentences = [reason.sentence for one in told.people for reason in one.reasons]
    assert not any(SECRET_QUESTION in sentence for sentence in sentences)
    assert as_(samira).get(f"/vraag/{secret.pk}/").status_code == 404


def test_a_guest_reads_one_group_and_meets_nobody_elsewhere(demo_world):
    assert [group.actor.name for group in Group.objects.filter(readers="public")] == [
        "Woo & Archief"
    ]
    readable = set(knowledge.visible_questions(None).values_list("group__actor__name", flat=True))
    assert readable == {"Woo & Archief"}


def test_nothing_was_said_before_it_was_asked_or_after_today(demo_world):
    now = timezone.now()
    assert not Answer.objects.filter(answered_at__lt=F("question__asked_at")).exists()
    assert not Question.objects.filter(asked_at__gt=now).exists()
    assert not Answer.objects.filter(answered_at__gt=now).exists()
    assert not Activity.objects.filter(at__gt=now).exists()
    assert not Role.objects.filter(since__gt=timezone.localdate()).exists()
    assert Question.objects.filter(asked_at__gt=now - timedelta(days=2)).exists()


def test_some_of_it_is_there_in_two_languages_each_by_who_wrote_it(demo_world):
    """Of every kind of text; Samira reads them in hers, or both side by side."""
    kinds = {"question": "asked_at", "answer": "answered_at", "reply": "replied_at"}
    dated = [*kinds.items(), ("post", "posted_at")]
    for kind, at in dated:
        later = Translation.objects.filter(**{f"{kind}__{at}__lte": F("written_at")})
        assert later.count() == Translation.objects.filter(**{f"{kind}__isnull": False}).count() > 0
    assert not Translation.objects.filter(written_at__gt=timezone.now()).exists()
    said = Activity.objects.filter(verb="translated").values_list("actor__handle", flat=True)
    assert sorted(set(said)) == [
        "joost.vandermeer",
        "marit.hoekstra",
        "priya.raman",
        "samira.elidrissi",
        "sanne.wolters",
        "thijs.degroot",
    ]
    own = Post.objects.get(author=person("samira.elidrissi"), article=None)
    both = as_(person("samira.elidrissi")).get(f"/gesprek/{own.pk}/?talen=beide").content.decode()
    assert own.title in both
    assert "What I learned from an afternoon with the building inspector" in both


def test_the_newest_issue_has_a_photo_and_the_others_a_drawing(demo_world):
    newest, *others = Issue.objects.order_by("-number").select_related("photo")
    assert newest.photo.description.startswith("Getekend: een archiefkelder")
    assert newest.photo.chosen_by == person("fatma.yildiz")
    assert newest.photo.at == newest.published_at
    assert [issue for issue in others if hasattr(issue, "photo")] == []
    address = f"/omslag/{newest.photo.pk}/800.webp"
    assert (
        address in as_(person("samira.elidrissi")).get("/g/vergunningen-toezicht/").content.decode()
    )


def test_nobody_is_mailed_about_history(demo_world):
    assert (demo_world.letters, demo_world.jobs) == (0, 0)


def test_it_says_how_to_get_in(demo_world):
    assert "vaknet login-link samira.elidrissi" in demo_world.output
    assert "vaknet serve" in demo_world.output


def test_a_second_time_changes_nothing(demo, demo_world):
    before = counts()
    again = demo()
    assert again.exit_code == 0
    assert "The demo network is here already; nothing was changed." in again.output
    assert counts() == before


def test_the_files_fit_together(demo_world):
    """Nothing written by hand was left out for a misspelt group."""
    rows = table("questions")["question"]
    assert Question.objects.count() == len(rows) >= 28
    assert Answer.objects.count() == sum(len(row.get("answer", [])) for row in rows)
    assert len(table("people")["person"]) >= 24
    assert Connection.objects.count() == 2 * len(table("meetings")["ties"])


def test_the_page_of_notices_has_what_today_lists_for_her(demo_world):
    """Everybody's: history that nobody was told of stands there as well, and none of it is new."""
    listed = 0
    for account in Account.objects.select_related("actor"):
        viewer, now = account.actor, timezone.now()
        day, told = today(viewer, now=now), happened(viewer, now=now)
        places = {(one.verb, one.sight.page) for one in told if one.sight}
        hers = {("answered", one.question_id) for one in day.answers}
        hers |= {("thanked", one.answer.question_id) for one in day.thanks}
        hers |= {("congratulated", one.announcement_id) for one in day.congratulations}
        assert hers <= places
        assert all(one.is_read for one in told if not one.waits_for_her)
        listed += len(hers)
    assert listed > 5
    assert mail.outbox == []
    assert not Notice.objects.exclude(due_at=None, told_at=None).exists()


def test_a_page_of_notices_opens_for_everybody(demo_world):
    for account in Account.objects.select_related("actor"):
        assert as_(account.actor).get("/meldingen/").status_code == 200
