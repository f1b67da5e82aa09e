"""Conversations in the browser's words: who reads what, page by page, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Edit, Post, PostPlacement, Reply
from vaknet.domain.people import actions as people

TITLE = "Wat doen jullie met tekeningen op calque?"


@pytest.fixture
def public(world: World) -> Group:
    return groups.start_group(world.samira, name="Archief", purpose="Papier", readers="public")


@pytest.fixture
def closed(world: World) -> Group:
    made = groups.start_group(world.noor, name="Kaderleden", purpose="Intern", readers="group")
    bring_in(world.noor, made, world.samira)
    return made


@pytest.fixture
def both(world: World, public: Group) -> Post:
    return actions.start_conversation(world.samira, groups=[world.group, public], title=TITLE)


def signed_in(actor: Actor | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if actor is not None:
        client.force_login(actor.account)
    return client


def test_post_in_two_groups_from_the_page(world: World, public: Group, closed: Group) -> None:
    samira = signed_in(world.samira)
    address = f"/gesprek/nieuw/?groep={public.actor.handle}"
    form = samira.get(address)
    assert form.context["form"]["groups"].value() == [public.actor.handle]
    for words in ("Archief · Everyone, also guests", "Kaderleden · Only the group"):
        assert words in form.text
    typed = {"title": TITLE, "body": "Ze *scheuren*.", "topics": "calque, "}
    wrong = samira.post(address, typed | {"groups": [public.actor.handle, closed.actor.handle]})
    assert wrong.status_code == 422
    assert "What you say in a closed group stays there. Choose that group alone." in wrong.text
    handles = [world.group.actor.handle, public.actor.handle]
    done = samira.post(address, typed | {"groups": handles})
    post = Post.objects.get()
    assert (done.status_code, done.url) == (303, f"/gesprek/{post.pk}/")
    shown = samira.get(done.url).text
    assert "Ze <em>scheuren</em>." in shown
    assert "Who reads it: Everyone, also guests" in re.sub(r"<[^>]+>", "", shown)
    assert samira.post(address, typed | {"groups": ["kaas"]}).status_code == 422


def test_who_is_in_no_group_is_shown_the_way(world: World) -> None:
    assert "You are in no group yet" in signed_in(world.bram).get("/gesprek/nieuw/").text


def test_a_page_names_only_groups_that_the_reader_may_read(
    world: World, public: Group, both: Post
) -> None:
    address = f"/gesprek/{both.pk}/"
    asides = {
        who: [name in signed_in(who).get(address).text for name in ("Archief", "Vergunningen")]
        for who in (None, world.bram)
    }
    assert asides == {None: [True, False], world.bram: [True, True]}
    assert "Samira" not in signed_in(None).get(address).text
    groups.change_group(
        world.marit,
        group=world.group,
        name=world.group.actor.name,
        purpose=world.group.purpose,
        readers="group",
        admission="request",
    )
    for who in (None, world.bram, world.marit, world.joost):
        assert "Vergunningen" not in signed_in(who).get(address).text


def test_reply_change_and_look_back(world: World, both: Post) -> None:
    marit, address = signed_in(world.marit), f"/gesprek/{both.pk}/"
    assert marit.post(address, {"text": " "}).status_code == 422
    assert "Write your reply" in marit.post(address, {"text": "…"}).text
    done = marit.post(address, {"text": "Rol ze op."})
    given = Reply.objects.get()
    assert done.url == f"{address}?reactie={given.pk}#reply-{given.pk}"
    change = f"/reactie/{given.pk}/wijzigen/"
    assert "What it said before stays readable." in marit.get(change).text
    assert marit.post(change, {"text": "…"}).status_code == 422
    assert marit.post(change, {"text": "Rol ze niet op."}).status_code == 303
    assert marit.post(change, {"text": "Rol ze niet op!", "minor": "on"}).status_code == 303
    shown = signed_in(None).get(address).text
    assert "Rol ze niet op!" in shown
    assert f'href="/reactie/{given.pk}/eerder/"' in shown
    before = signed_in(None).get(f"/reactie/{given.pk}/eerder/").text
    assert before.index("Rol ze niet op.") < before.index("Rol ze op.")
    assert before.count("only the spelling") == 1
    assert "Marit" not in before
    assert signed_in(world.joost).get(change).status_code == 404
    assert signed_in(world.fatma).post(address, {"text": "Ik ook."}).status_code == 422


def test_change_and_withdraw_a_post(world: World, both: Post) -> None:
    samira, address = signed_in(world.samira), f"/gesprek/{both.pk}/"
    change = {"title": TITLE, "body": "Ze scheuren <b>snel</b>."}
    assert samira.get(f"{address}wijzigen/").status_code == 200
    assert samira.post(f"{address}wijzigen/", change).url == address
    samira.post(f"{address}wijzigen/", {"title": TITLE, "body": ""})
    before = samira.get(f"{address}eerder/").text
    assert "Ze scheuren &lt;b&gt;snel&lt;/b&gt;." in before
    assert signed_in(world.marit).get(f"{address}intrekken/").status_code == 404
    assert samira.get(f"{address}intrekken/").status_code == 200
    assert samira.post(f"{address}intrekken/").url.endswith("/gesprekken/")
    for who in (world.samira, world.marit):
        gone = [signed_in(who).get(f"{address}{part}").status_code for part in ("", "eerder/")]
        assert gone == [404, 404]


def test_nothing_changed_says_so(world: World, both: Post) -> None:
    assert "Nothing was changed." in signed_in(None).get(f"/gesprek/{both.pk}/eerder/").text


def test_a_steward_takes_out_and_withdraws(world: World, public: Group, both: Post) -> None:
    given = actions.reply(world.joost, post=both, text="Koop mijn boek.")
    marit = signed_in(world.marit)
    withdraw = f"/reactie/{given.pk}/intrekken/"
    assert signed_in(world.noor).post(withdraw).status_code == 404
    assert "Koop mijn boek." in marit.get(withdraw).text
    assert marit.post(withdraw).status_code == 303
    out = f"/gesprek/{both.pk}/uit/{world.group.actor.handle}/"
    assert marit.get(f"/gesprek/{both.pk}/uit/{public.actor.handle}/").status_code == 404
    assert "Take this out of Vergunningen" in marit.get(out).text
    assert marit.post(out).url == f"/g/{world.group.actor.handle}/gesprekken/"
    assert TITLE not in marit.get(f"/g/{world.group.actor.handle}/gesprekken/").text
    assert TITLE in marit.get(f"/g/{public.actor.handle}/gesprekken/").text


@pytest.mark.parametrize("viewer", ["samira", "noor", "bram", ""])
def test_the_list_of_a_closed_group_is_of_its_members(
    viewer: str, world: World, closed: Group
) -> None:
    """Samira and Noor are in it; for Bram it is like a group that is not there."""
    actions.start_conversation(world.samira, groups=[closed], title=TITLE)
    client = signed_in(getattr(world, viewer) if viewer else None)
    there = client.get(f"/g/{closed.actor.handle}/gesprekken/")
    nowhere = client.get("/g/bestaat-niet/gesprekken/")
    if viewer in {"samira", "noor"}:
        assert TITLE in there.text
    else:
        assert there.status_code == nowhere.status_code == (404 if viewer else 302)
        assert TITLE not in there.text


def test_a_long_conversation_has_pages(world: World, both: Post) -> None:
    now = timezone.now()
    rows = Reply.objects.bulk_create(
        Reply(
            post=both,
            author=world.marit,
            text=f"Nummer {n:03}",
            html=f"<p>Nummer {n:03}</p>",
            replied_at=now + timedelta(minutes=n),
        )
        for n in range(80)
    )
    noor, address = signed_in(world.noor), f"/gesprek/{both.pk}/"

    def numbers(query: str) -> tuple[int, int, int]:
        found = re.findall(r"<p>Nummer (\d+)</p>", noor.get(address + query).text)
        return len(found), int(found[0]), int(found[-1])

    assert numbers("") == (30, 0, 29)
    assert numbers("?page=3") == numbers("?page=99") == (20, 60, 79)
    assert numbers(f"?reactie={rows[40].pk}") == (30, 30, 59)
    elsewhere = actions.start_conversation(world.samira, groups=[world.group], title="Anders")
    other = actions.reply(world.marit, post=elsewhere, text="Daar.")
    for odd in ("nee", "9" * 30, "²", "-1", str(other.pk)):
        assert numbers(f"?reactie={odd}") == (30, 0, 29)
    second = noor.get(f"{address}?page=2").text
    assert [f'href="?page={n}"' in second for n in (1, 2, 3)] == [True, False, True]


@pytest.mark.parametrize("replies", [1, 3, 30])
def test_a_conversation_costs_the_same_for_any_number_of_replies(
    replies: int, world: World, both: Post, django_assert_num_queries
) -> None:
    for number in range(replies):
        by = (world.marit, world.joost, world.noor)[number % 3]
        given = actions.reply(by, post=both, text=f"Nummer {number} voor @bram.kuipers")
        Edit.objects.create(reply=given, previous="Anders")
    noor = signed_in(world.noor)
    noor.get(f"/gesprek/{both.pk}/")
    with django_assert_num_queries(10):
        noor.get(f"/gesprek/{both.pk}/")


@pytest.mark.parametrize("posts", [1, 3, 20])
def test_a_list_costs_the_same_for_any_number_of_conversations(
    posts: int, world: World, django_assert_num_queries
) -> None:
    for number in range(posts):
        post = actions.start_conversation(world.samira, groups=[world.group], title=f"G {number}")
        actions.reply(world.marit, post=post, text="Ja.")
    noor = signed_in(world.noor)
    address = f"/g/{world.group.actor.handle}/gesprekken/"
    noor.get(address)
    with django_assert_num_queries(6):
        noor.get(address)


def test_the_list_has_pages(world: World) -> None:
    rows = Post.objects.bulk_create(
        Post(author=world.samira, title=f"Gesprek {n:02}") for n in range(23)
    )
    now = timezone.now()
    PostPlacement.objects.bulk_create(
        PostPlacement(post=row, group=world.group, latest_at=now - timedelta(hours=n))
        for n, row in enumerate(rows)
    )
    noor, address = signed_in(world.noor), f"/g/{world.group.actor.handle}/gesprekken/"
    found = [re.findall(r">Gesprek (\d+)<", noor.get(f"{address}?page={n}").text) for n in (1, 2)]
    assert [len(page) for page in found] == [20, 3]
    assert found[0][0] == "00"


def test_words_of_who_is_kept_apart_stand_there_without_a_name(world: World, both: Post) -> None:
    actions.reply(world.marit, post=both, text="Rol ze op.")
    people.block(world.marit, other=world.noor)
    noor = signed_in(world.noor)
    for address in (f"/gesprek/{both.pk}/", f"/g/{world.group.actor.handle}/gesprekken/"):
        shown = noor.get(address).text
        assert TITLE in shown
        assert "Marit" not in shown
    assert "a member" in noor.get(f"/gesprek/{both.pk}/").text


def test_earlier_words_of_questions_are_for_who_reads_the_question(
    world: World, closed: Group
) -> None:
    asked = actions.ask(world.noor, group=closed, title="Hoe staken we?")
    actions.change_question(world.noor, question=asked, title="Hoe werken we?")
    given = actions.answer(world.samira, question=asked, text="Samen.")
    actions.change_answer(world.samira, answer=given, text="Alleen.")
    pages = (f"/vraag/{asked.pk}/eerder/", f"/antwoord/{given.pk}/eerder/")
    samira = signed_in(world.samira)
    shown = samira.get(f"/vraag/{asked.pk}/").text
    assert all(f'href="{one}"' in shown for one in pages)
    assert "Hoe staken we?" in samira.get(pages[0]).text
    assert "Samen." in samira.get(pages[1]).text
    for address in pages:
        assert signed_in(world.bram).get(address).status_code == 404
        assert signed_in(None).get(address).status_code == 302


def test_a_megabyte_is_refused_in_words(world: World, both: Post) -> None:
    long = "a" * 1_000_000
    samira = signed_in(world.samira)
    typed = {"title": "Lang", "body": long, "groups": [world.group.actor.handle]}
    sentence = "This text is too long (1000000 characters). Shorten it to 20000 characters."
    for address, data in (
        ("/gesprek/nieuw/", typed),
        (f"/gesprek/{both.pk}/", {"text": long}),
        (f"/gesprek/{both.pk}/wijzigen/", typed),
    ):
        answer = samira.post(address, data)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert Post.objects.get() == both


def test_with_a_script_the_talk_takes_its_own_place(world: World, both: Post) -> None:
    marit, address = signed_in(world.marit), f"/gesprek/{both.pk}/"
    shown = marit.post(address, {"text": "Rol ze op."}, headers={"hx-request": "true"})
    assert shown.status_code == 200
    assert shown.text.strip().startswith("<section")
    for words in ("Rol ze op.", "Thank you. Your reply is posted.", "data-focus"):
        assert words in shown.text
    wrong = marit.post(address, {"text": ""}, headers={"hx-request": "true"})
    assert wrong.status_code == 422
    assert wrong.text.strip().startswith("<section")


@pytest.mark.parametrize("viewer", ["bram", ""])
def test_what_is_closed_costs_as_many_statements_as_what_is_not_there(
    viewer: str, world: World, closed: Group, django_assert_num_queries
) -> None:
    post = actions.start_conversation(world.samira, groups=[closed], title=TITLE)
    given = actions.reply(world.noor, post=post, text="Ja.")
    client = signed_in(getattr(world, viewer) if viewer else None)
    for there, nowhere in (
        (f"/gesprek/{post.pk}/", "/gesprek/987654321/"),
        (f"/gesprek/{post.pk}/eerder/", "/gesprek/987654321/eerder/"),
        (f"/reactie/{given.pk}/eerder/", "/reactie/987654321/eerder/"),
        (f"/g/{closed.actor.handle}/gesprekken/", "/g/bestaat-niet/gesprekken/"),
    ):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(nowhere)
        with django_assert_num_queries(len(asked)):
            assert client.get(there).status_code == answer.status_code
