"""What somebody tells about herself: roles, topics, help, a promise."""

import contextlib
import re
import threading
from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from tests.people.test_joining import member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import Account, KnownTopic, Organisation, Profile, Role
from vaknet.domain.people.visibility import Closeness
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import clock


@pytest.fixture
def fatma(db) -> Actor:
    return member("Fatma Yıldız", "fatma@waterveen.example", profession="toezichthouder")


@pytest.fixture
def noor(db) -> Actor:
    return member("Noor Bakker", "noor@duinrade.example")


def verbs(actor: Actor) -> list[str]:
    return list(Activity.objects.filter(actor=actor).order_by("pk").values_list("verb", flat=True))


def works(by: Actor, title: str, organisation: str = "", **dates) -> Role:
    return actions.add_role(by, kind="work", title=title, organisation=organisation, **dates)


def test_several_roles_at_once_and_over_time(fatma, noor):
    works(
        fatma,
        "baliemedewerker",
        "gemeente Lindewoude",
        since=date(2015, 1, 1),
        until=date(2018, 6, 30),
    )
    works(fatma, "toezichthouder", "gemeente Waterveen", since=date(2018, 7, 1))
    actions.add_role(
        fatma,
        kind="union",
        title="kaderlid",
        organisation="Vakbond Publiek",
        since=date(2024, 1, 1),
    )
    actions.add_role(fatma, kind="volunteering", title="zwembadcomité", since=date(2022, 5, 1))

    roles = queries.profile(noor, queries.person(noor, fatma.handle), Closeness.MEMBER).roles
    assert [role.title for role in roles] == [
        "kaderlid",
        "zwembadcomité",
        "toezichthouder",
        "baliemedewerker",
    ]


def test_the_headline_follows_the_current_work_role(fatma):
    assert fatma.headline == "toezichthouder"
    first = works(fatma, "baliemedewerker", "gemeente Lindewoude", since=date(2015, 1, 1))
    assert fatma.headline == "baliemedewerker, gemeente Lindewoude"
    second = works(fatma, "coördinator", "gemeente Waterveen", since=date(2018, 7, 1))
    assert fatma.headline == "coördinator, gemeente Waterveen"
    actions.change_role(
        fatma,
        role=second,
        kind="work",
        title="coördinator",
        organisation="gemeente Waterveen",
        since=date(2018, 7, 1),
        until=date(2020, 1, 31),
    )
    assert fatma.headline == "baliemedewerker, gemeente Lindewoude"
    actions.remove_role(fatma, role=first)
    fatma.refresh_from_db()
    assert fatma.headline == "toezichthouder"


def test_a_role_of_the_future_or_the_past_is_not_the_headline(fatma):
    today = timezone.localdate()
    works(fatma, "directeur", since=today + timedelta(days=30))
    works(fatma, "stagiair", until=today)
    assert fatma.headline == "toezichthouder"


def test_the_days_themselves_change_headlines_too(fatma):
    tomorrow = timezone.localdate() + timedelta(days=1)
    works(fatma, "directeur", "gemeente Waterveen", since=tomorrow)
    assert actions.refresh_headlines(on=tomorrow) == 1
    fatma.refresh_from_db()
    assert fatma.headline == "directeur, gemeente Waterveen"
    assert actions.refresh_headlines(on=tomorrow) == 0


def test_a_network_that_was_off_for_a_week_catches_up(fatma):
    today = timezone.localdate()
    works(fatma, "directeur", "gemeente Waterveen", since=today)
    Actor.objects.filter(pk=fatma.pk).update(headline="toezichthouder")
    assert actions.refresh_headlines(on=today + timedelta(days=7)) == 1
    fatma.refresh_from_db()
    assert fatma.headline == "directeur, gemeente Waterveen"


def test_the_clock_writes_the_headline_of_today(fatma):
    works(fatma, "directeur", "gemeente Waterveen", since=timezone.localdate())
    Actor.objects.filter(pk=fatma.pk).update(headline="toezichthouder")
    clock.refresh_headlines(timestamp=0)
    fatma.refresh_from_db()
    assert fatma.headline == "directeur, gemeente Waterveen"


def test_a_very_long_headline_is_cut(fatma):
    works(fatma, "t" * 120, "o" * 200)
    assert len(fatma.headline) == 240
    assert fatma.headline.endswith("…")


def test_a_line_of_ten_megabytes_is_too_long(fatma):
    with pytest.raises(Refused, match="200"):
        actions.add_known_topic(fatma, text="a" * 10_000_000)


def test_a_role_that_ends_before_it_starts_is_refused(fatma):
    with pytest.raises(Refused) as no:
        works(fatma, "planner", since=date(2020, 2, 1), until=date(2019, 1, 1))
    assert no.value.field == "until"
    assert Role.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"), [({"kind": "hobby"}, "kind"), ({"since": date(19, 3, 1)}, "since")]
)
def test_a_role_of_no_kind_or_of_another_age_is_refused(fatma, wrong, field):
    role = {"kind": "work", "title": "planner", "organisation": "", "since": None, "until": None}
    with pytest.raises(Refused) as no:
        actions.add_role(fatma, **role | wrong)
    assert no.value.field == field
    assert Role.objects.count() == 0


def test_a_double_click_adds_one_role(fatma):
    first = works(fatma, "planner", "gemeente Waterveen", since=date(2020, 2, 1))
    assert works(fatma, "Planner", "Gemeente Waterveen", since=date(2020, 2, 1)) == first
    assert verbs(fatma).count("added_role") == 1


def test_organisations_are_found_whatever_their_capitals(fatma, noor):
    one = works(fatma, "planner", "Drukkerij De Vlijt").organisation
    same = works(noor, "drukker", "  drukkerij   de VLIJT ").organisation
    assert one == same
    assert Organisation.objects.count() == 1


def test_removing_twice_removes_once(fatma):
    role = works(fatma, "planner")
    actions.remove_role(fatma, role=role)
    actions.remove_role(fatma, role=role)
    assert verbs(fatma).count("removed_role") == 1


def test_topics_are_kept_once_whatever_their_capitals(fatma):
    first = actions.add_known_topic(fatma, text="Digitaal  bouwdossier\n")
    assert actions.add_known_topic(fatma, text="digitaal bouwdossier") == first
    assert first.text == "Digitaal bouwdossier"
    actions.remove_known_topic(fatma, topic=first)
    actions.remove_known_topic(fatma, topic=first)
    assert verbs(fatma) == ["joined", "added_known_topic", "removed_known_topic"]


def test_what_i_seek_comes_and_goes(fatma):
    topic = actions.add_sought_topic(fatma, text="Een dag meelopen")
    assert actions.add_sought_topic(fatma, text="een dag  meelopen") == topic
    actions.remove_sought_topic(fatma, topic=topic)
    actions.remove_sought_topic(fatma, topic=topic)
    assert verbs(fatma) == ["joined", "added_sought_topic", "removed_sought_topic"]


def test_there_is_an_end_to_topics_and_roles(fatma, monkeypatch):
    monkeypatch.setattr("vaknet.domain.people.actions.topics.TOPICS", 1)
    monkeypatch.setattr("vaknet.domain.people.actions.roles.ROLES", 1)
    actions.add_known_topic(fatma, text="Eén")
    with pytest.raises(Refused):
        actions.add_known_topic(fatma, text="Twee")
    works(fatma, "planner")
    with pytest.raises(Refused):
        works(fatma, "tweede")


def test_help_is_offered_changed_and_withdrawn(fatma):
    actions.offer_help(fatma, kind="coffee", remark="di en do")
    actions.offer_help(fatma, kind="coffee", remark="di en do")
    actions.offer_help(fatma, kind="coffee", remark="alleen di")
    actions.withdraw_help(fatma, kind="coffee")
    actions.withdraw_help(fatma, kind="coffee")
    assert verbs(fatma) == ["joined", "offered_help", "offered_help", "withdrew_help"]
    with pytest.raises(Refused):
        actions.offer_help(fatma, kind="money")


def test_nobody_changes_what_is_of_another(fatma, noor):
    role = works(fatma, "planner")
    knows = actions.add_known_topic(fatma, text="Archief")
    seeks = actions.add_sought_topic(fatma, text="Een scanner")
    with pytest.raises(Refused):
        actions.change_role(noor, role=role, kind="work", title="dief")
    with pytest.raises(Refused):
        actions.remove_role(noor, role=role)
    with pytest.raises(Refused):
        actions.remove_known_topic(noor, topic=knows)
    with pytest.raises(Refused):
        actions.remove_sought_topic(noor, topic=seeks)
    for query, row in (
        (queries.own_role, role),
        (queries.own_known_topic, knows),
        (queries.own_sought_topic, seeks),
    ):
        with pytest.raises(type(row).DoesNotExist):
            query(noor, row.pk)


def test_a_guest_finds_nobody_without_a_single_statement(fatma, django_assert_num_queries):
    with django_assert_num_queries(0):
        with pytest.raises(Actor.DoesNotExist):
            queries.person(None, fatma.handle)
        with pytest.raises(Profile.DoesNotExist):
            queries.profile(None, fatma, Closeness.MEMBER)
        assert queries.people_by_ids(None, [fatma.pk]) == {}


def test_a_profile_takes_the_same_statements_however_full(fatma, noor, django_assert_num_queries):
    for number in range(3):
        works(fatma, f"rol {number}", f"gemeente {number}")
        actions.add_known_topic(fatma, text=f"weet {number}")
        actions.add_sought_topic(fatma, text=f"zoek {number}")
    with django_assert_num_queries(3):
        queries.profile(noor, queries.person(noor, fatma.handle), Closeness.MEMBER)
    with django_assert_num_queries(3):
        queries.profile(fatma, queries.person(fatma, noor.handle), Closeness.MEMBER)


NASTY = [
    "\0",
    "a\0b",
    "x" * 10_000,
    "🦉" * 60,
    "ש" * 40,
    "\u202eomgekeerd",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_are_kept_tidy_or_refused_with_a_sentence(fatma, text):
    for tell in (
        lambda: actions.add_known_topic(fatma, text=text),
        lambda: works(fatma, text, text),
        lambda: actions.offer_help(fatma, kind="coffee", remark=text),
        lambda: actions.change_profile(
            fatma, name=text, promise=text, profession=text, occupation=None, place=None
        ),
    ):
        with contextlib.suppress(Refused):
            tell()
    for stored in (*KnownTopic.objects.all(), *Role.objects.all(), fatma):
        assert "\0" not in str(stored)


def test_everything_recorded_points_at_its_row(fatma):
    topic = actions.add_known_topic(fatma, text="Archief")
    activity = Activity.objects.get(verb="added_known_topic")
    assert activity.object_type == ContentType.objects.get_for_model(KnownTopic)
    assert activity.object_id == topic.pk


@pytest.mark.django_db(transaction=True)
def test_namesakes_who_join_at_the_same_moment_all_get_in():
    accounts = [
        actions.knock(f"jan{number}@oosterhage.example", language="nl") for number in range(6)
    ]
    failures: list[BaseException] = []

    def join(account: Account) -> None:
        try:
            actions.join(account, name="Jan Jansen", knows=["Archief"])
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=join, args=[account]) for account in (*accounts, accounts[0])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    handles = set(Actor.objects.values_list("handle", flat=True))
    assert len(handles) == len(accounts)
    numbered = handles - {"jan.jansen"}
    assert len(numbered) == len(accounts) - 1
    assert all(re.fullmatch(r"jan\.jansen[1-9][0-9]{2}", handle) for handle in numbered)
