"""Who finds what, whatever the index says: each time there is something that could leak."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.searching.story import Told, find, marked, sources
from tests.world import member
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Organisation
from vaknet.domain.searching import actions, queries
from vaknet.domain.searching.models import Findable, KnownWord
from vaknet.domain.searching.queries import Asked, Filters
from vaknet.domain.searching.sources.others import ORGANISATIONS, PEOPLE

SECRETS = ["staking", "stakingen", "reorganisatie", "mei staking wie", '"de staking"']


@pytest.mark.parametrize("typed", SECRETS)
def test_who_is_in_the_closed_groups_finds_what_is_said_there(told, typed):
    assert sources(find(told.world.marit, typed)) != []


@pytest.mark.parametrize("typed", [*SECRETS, "staknig", "reorganisatei"])
def test_nobody_else_finds_anything_of_it(told, typed):
    for viewer in (told.world.samira, None):
        found = find(viewer, typed)
        assert (sources(found), found.has_next) == ([], False)


def test_a_closed_group_is_not_in_the_way_of_anything(told):
    """As many statements and the same page, whether the words stand behind a door or nowhere."""
    with CaptureQueriesContext(connection) as known:
        secret = find(told.world.samira, "staking")
    with CaptureQueriesContext(connection) as unknown:
        nothing = find(told.world.samira, "qxqxqxq")
    assert len(known) == len(unknown)
    assert secret == nothing


def test_a_group_she_may_not_read_is_none_to_search_in(told):
    narrowed = Filters(group=told.closed)
    assert queries.search(told.world.samira, Asked("reorganisatie"), narrowed).found == []
    assert queries.search(told.world.marit, Asked("reorganisatie"), narrowed).found != []


def test_guests_find_only_what_is_public(told):
    bram = told.world.bram
    square = groups.start_group(bram, name="Plein", purpose="Voor iedereen", readers="public")
    asked = knowledge.ask(bram, group=square, title="Welk rijksmonument ligt aan het water?")
    for thing in (square, asked):
        actions.index(thing)
    found = find(None, "rijksmonument")
    assert sources(found) == [asked]
    assert [one.shown.author for one in found.found] == [None]  # guests see no names
    assert sources(find(None, "plein")) == [square]
    assert find(None, "boerderij") == find(None, "qxqxqxq")


def test_who_left_the_group_finds_nothing_of_it_at_once(told):
    groups.leave_group(told.world.marit, group=told.hidden)
    assert told.secret_post not in sources(find(told.world.marit, "staking mei"))
    assert told.secret_answer in sources(find(told.world.marit, "staking mei"))


def test_what_blocked_people_wrote_is_not_found_by_one_another(told):
    bram, samira = told.world.bram, told.world.samira
    assert told.question in sources(find(samira, "rijksmonument"))
    for by, other in ((samira, bram), (bram, samira)):
        people.block(by, other=other)
        assert sources(find(samira, "rijksmonument", kind="vragen")) != [told.question]
        assert queries.asked_by(samira, "Bram") == ()
        people.unblock(by, other=other)
    assert told.question in sources(find(samira, "rijksmonument"))


def test_words_that_were_edited_away_are_gone_before_the_index_knows(told):
    bram, samira = told.world.bram, told.world.samira
    assert told.question in sources(find(samira, "boerderij"))
    knowledge.change_question(bram, question=told.question, title="Wanneer mag dit?", body="")
    assert sources(find(samira, "boerderij")) == []
    assert sources(find(samira, "rijksmonument -boerderij", group=told.open)) == []


def test_a_word_that_she_does_not_want_counts_before_the_index_knows(told):
    asked = find(told.world.samira, "rijksmonument -molen")
    assert told.question in sources(asked)
    title = "Wanneer is een vergunning nodig bij een rijksmonument dat een molen is?"
    knowledge.change_question(told.world.bram, question=told.question, title=title)
    assert sources(find(told.world.samira, "rijksmonument -molen")) == []


def test_whatever_the_index_says_guests_see_no_people_and_no_organisations(told, expert):
    place = Organisation.objects.order_by("pk")[0]
    for viewer, number in ((told.world.samira, 1), (None, 0)):
        assert len(list(PEOPLE.shown(viewer, [expert.pk]))) == number
        assert len(list(ORGANISATIONS.shown(viewer, [place.pk]))) == number
    assert queries.asked_by(None, "Bram") == ()


def test_an_issue_is_found_by_what_its_editors_say_and_by_who_reads_it(told):
    """Words of others in it are found where they were said."""
    noor, marit = told.world.noor, told.world.marit
    public = groups.start_group(told.world.bram, name="Plein", purpose="x", readers="public")
    knowledge.ask(told.world.bram, group=public, title="Welke boom?")
    for steward, group, headline in (
        (noor, told.closed, "De reorganisatie van binnen"),
        (told.world.bram, public, "De lindeboom van het plein"),
    ):
        journal.start_journal(steward, group=group, weekday=5)
        draft = journal.begin_issue(steward, group=group)
        journal.say_of_cover(steward, issue=draft, headline=headline, lead="Een portret.")
        actions.index(journal.publish_issue(steward, issue=draft))
    [issue] = sources(find(marit, "reorganisatie binnen", kind="nummers"))
    assert issue.group == told.closed
    for viewer in (told.world.samira, None):
        assert sources(find(viewer, "reorganisatie binnen")) == []
        [found] = find(viewer, "lindeboom portret").found
        assert (found.shown.thing.group, found.shown.title) == (
            public,
            "De lindeboom van het plein",
        )


def test_what_was_withdrawn_is_gone_before_the_index_knows(told):
    samira = told.world.samira
    knowledge.withdraw_question(told.world.bram, question=told.question)
    knowledge.withdraw_post(told.world.marit, post=told.post)
    assert Findable.objects.filter(author=told.world.bram).exists()
    assert sources(find(samira, "rijksmonument gevel", kind="vragen")) == []
    assert sources(find(samira, "façade", kind="gesprekken")) == []


def test_a_group_that_closes_keeps_its_words_at_once(told):
    groups.change_group(
        told.world.bram,
        group=told.open,
        name="Monumentenzorg",
        purpose="Over oude gebouwen",
        readers="group",
        admission="request",
    )
    assert sources(find(told.world.samira, "rijksmonument", kind="vragen")) == []
    assert sources(find(told.world.marit, "rijksmonument", kind="vragen")) == [told.question]


def test_a_post_in_an_open_and_a_closed_group_is_found_where_it_is_open(told):
    guild = groups.start_group(told.world.marit, name="Gilde", purpose="Wij", readers="members")
    post = knowledge.start_conversation(
        told.world.marit, groups=[told.open, guild], title="Overleg over gildehuizen"
    )
    actions.index(post)
    said = {"name": "Gilde", "purpose": "Wij", "readers": "group", "admission": "request"}
    groups.change_group(told.world.marit, group=guild, **said)
    for viewer in (told.world.samira, told.world.marit):
        found = find(viewer, "gildehuizen")
        assert sources(found) == [post]
        assert [one.shown.group for one in found.found] == [told.open.actor]


def test_the_list_of_words_holds_none_that_stands_behind_doors_only(told):
    known = set(KnownWord.objects.values_list("word", flat=True))
    assert "rijksmonument" in known
    assert known & {"staking", "reorganisatie", "stakingscomite", "onderhandelaars"} == {
        "onderhandelaars"  # a group of which every member may know
    }


def test_words_are_forgotten_when_nobody_can_read_them_any_more(told):
    knowledge.change_question(told.world.bram, question=told.question, title="Wat nu?", body="")
    actions.index(told.question)
    actions.forget_words()
    known = set(KnownWord.objects.values_list("word", flat=True))
    assert "boerderij" not in known
    assert "façade".replace("ç", "c") in known


@pytest.fixture
def expert(told: Told) -> Actor:
    wilma = member("Wilma Kwak", "wilma@dorpsveld.example")
    people.add_known_topic(wilma, text="Rieten daken")
    actions.index(wilma)
    return wilma


def test_people_are_found_by_what_they_say_they_know(told, expert):
    assert sources(find(told.world.samira, "rieten daken", kind="mensen")) == [expert]
    assert sources(find(None, "rieten daken")) == []


@pytest.mark.parametrize("how", ["part", "block", "closed"])
def test_who_does_not_want_to_be_found_is_not(told, expert, how):
    match how:
        case "part":
            people.show_parts(expert, who_sees={"knows": "contacts"})
        case "block":
            people.block(expert, other=told.world.samira)
        case "closed":
            leaving.close_account(expert, answers="stay")
    assert sources(find(told.world.samira, "rieten")) == []


def test_people_are_found_by_name_where_the_directory_has_them(told, expert):
    assert find(told.world.samira, "wilma kwak").people == [expert]
    assert find(None, "wilma kwak").people == []
    people.block(expert, other=told.world.samira)
    assert find(told.world.samira, "wilma kwak").people == []


def test_an_organisation_that_is_kept_secret_is_not_found(told):
    place = Organisation.objects.create(name="Zetterij Loden Letter")
    people.add_role(told.world.noor, kind="work", title="zetter", organisation=place.name)
    actions.index_everything()
    assert sources(find(told.world.samira, "zetterij")) == [place]
    assert sources(find(None, "zetterij")) == []
    people.show_parts(told.world.noor, who_sees={"work": "me"})
    assert sources(find(told.world.samira, "zetterij")) == []


def test_after_closing_for_good_nothing_is_hers(told):
    marit = told.world.marit
    leaving.close_account(marit, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert not Findable.objects.filter(author=marit).exists()
    found = find(told.world.samira, "façade", kind="gesprekken")
    assert sources(found) == [told.post]
    assert [str(one.shown.author.name) for one in found.found] == ["A former member"]


def test_it_says_where_in_her_own_words_it_was(told):
    found = find(told.world.marit, "gevel", group=told.open)
    assert [one.is_own for one in found.found] == [True]
    assert [one.is_own for one in find(told.world.samira, "gevel").found] == [False]
    assert set(marked(found)) == {"gevel"}


def test_what_is_asked_of_the_database_does_not_grow_with_what_is_found(told):
    with CaptureQueriesContext(connection) as few:
        find(told.world.samira, "rijksmonument")
    for number in range(30):
        knowledge.ask(told.world.bram, group=told.open, title=f"Welk rijksmonument is nr {number}?")
    actions.index_everything()
    with CaptureQueriesContext(connection) as many:
        page = find(told.world.samira, "rijksmonument")
    assert (len(page.found), page.has_next) == (20, True)
    assert len(many) <= len(few)
