"""Who follows a group from another network votes in its polls, where whoever asked let them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.connections.test_races import at_once
from tests.federation.conftest import BASE
from tests.federation.elsewhere import (
    WAYS,
    Elsewhere,
    Someone,
    handled,
    signed,
)
from tests.federation.going_out import told
from tests.federation.story import follows, public_group, somebody_elsewhere
from tests.world import World, build, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation import queries as known
from vaknet.domain.federation.models import Follower, Host, Parcel, Received
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import actions
from vaknet.domain.surveys.actions import elsewhere
from vaknet.domain.surveys.models import Poll, Vote
from vaknet.engine.activitypub import PUBLIC
from vaknet.interfaces.jobs import followups

DAY = timedelta(days=1)


def a_poll(by: Actor, group: Group, **more: Any) -> Poll:
    said: dict[str, Any] = {
        "question": "Welk hout eerst?",
        "choices": ["Eiken", "Vuren", "Lariks"],
        "closes_on": timezone.localdate() + 7 * DAY,
        "takes_elsewhere": True,
    }
    return actions.ask_poll(by, group=group, **said | more)


def voter(number: int, group: Group) -> Actor:
    one = somebody_elsewhere(f"Kiezer {number}", host="bouw.example")
    follows(one, group.actor)
    return one.actor


def votes(by: Actor, poll: Poll, choice: str = "Eiken", note: str = "") -> None:
    name = note or f"https://bouw.example/votes/{by.pk}-{choice}"
    actions.vote_from_elsewhere(by, poll=poll, choice=choice, note=name)


def members_vote(group: Group, poll: Poll, count: int) -> None:
    for number in range(count):
        one = member(f"Lid {number}", f"lid{number}@duinrade.example")
        groups.join_group(one, group=group)
        actions.vote(one, poll=poll, choices=[poll.choices.get(text="Vuren").pk])


def counted(poll: Poll) -> Poll:
    actions.count_due(now=timezone.now() + 8 * DAY)
    return Poll.objects.get(pk=poll.pk)


def figures(poll: Poll) -> list[int | None]:
    return list(poll.choices.order_by("position").values_list("votes", flat=True))


class TestWhatCounts:
    def test_who_follows_counts_with_the_members(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group)
        members_vote(open_group, poll, 5)
        for number in range(5):
            votes(voter(number, open_group), poll)
        closed = counted(poll)
        assert (closed.voters, closed.voters_elsewhere) == (10, 5)
        assert figures(poll) == [5, 5, 0]
        assert Vote.objects.count() == 0

    def test_of_fewer_than_five_from_elsewhere_no_number_is_told(
        self, world: World, open_group: Group
    ):
        poll = a_poll(world.noor, open_group)
        members_vote(open_group, poll, 5)
        for number in range(4):
            votes(voter(number, open_group), poll)
        closed = counted(poll)
        assert (closed.voters, closed.voters_elsewhere) == (9, None)
        assert figures(poll) == [4, 5, 0]

    def test_made_up_voters_do_not_bring_out_what_few_members_chose(
        self, world: World, open_group: Group
    ):
        """Whoever runs a network elsewhere knows what his own chose, and could subtract."""
        poll = a_poll(world.noor, open_group)
        members_vote(open_group, poll, 4)
        for number in range(9):
            votes(voter(number, open_group), poll)
        closed = counted(poll)
        assert (closed.voters, closed.voters_elsewhere) == (13, 9)
        assert figures(poll) == [None, None, None]

    def test_one_chooses_once_and_the_first_stands(self, world: World, open_group: Group):
        poll, ida = a_poll(world.noor, open_group), voter(1, open_group)
        votes(ida, poll, "Eiken")
        for choice in ("Vuren", "Eiken"):
            with pytest.raises(Refused, match="You voted already"):
                votes(ida, poll, choice, "https://bouw.example/votes/2")
        assert Vote.objects.get().choice.text == "Eiken"
        assert Activity.objects.filter(verb="voted", audience="self").count() == 1

    def test_of_several_each_is_added_once(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group, takes_several=True)
        ida = voter(1, open_group)
        votes(ida, poll, "Eiken")
        votes(ida, poll, "Lariks")
        with pytest.raises(Refused, match="You voted already"):
            votes(ida, poll, "Lariks", "https://bouw.example/votes/2")
        one_note = f"https://bouw.example/votes/{ida.pk}-Eiken"
        with pytest.raises(Refused, match="You voted already"):
            votes(ida, poll, "Vuren", one_note)
        members_vote(open_group, poll, 5)
        assert counted(poll).voters == 6
        assert figures(poll) == [1, 5, 1]

    def test_what_she_takes_back_does_not_count_and_she_chooses_anew(
        self, world: World, open_group: Group
    ):
        poll, ida = a_poll(world.noor, open_group), voter(1, open_group)
        votes(ida, poll, "Eiken", "https://bouw.example/votes/1")
        for _twice in range(2):
            actions.take_back_from_elsewhere(ida, note="https://bouw.example/votes/1")
        assert Activity.objects.filter(verb="took_back_vote").count() == 1
        votes(ida, poll, "Vuren", "https://bouw.example/votes/2")
        other = voter(2, open_group)
        actions.take_back_from_elsewhere(other, note="https://bouw.example/votes/2")
        assert Vote.objects.get().choice.text == "Vuren"

    def test_after_the_last_day_nothing_changes(self, world: World, open_group: Group):
        poll, ida = a_poll(world.noor, open_group), voter(1, open_group)
        votes(ida, poll, "Eiken", "https://bouw.example/votes/1")
        Poll.objects.update(closes_on=timezone.localdate() - DAY)
        actions.take_back_from_elsewhere(ida, note="https://bouw.example/votes/1")
        with pytest.raises(Refused, match="does not count"):
            votes(voter(2, open_group), poll)
        assert Vote.objects.count() == 1

    def test_nobody_votes_all_day(self, world: World, open_group: Group, monkeypatch):
        monkeypatch.setattr(elsewhere.rules, "VOTES_A_DAY", 1)
        first, second = (
            a_poll(world.noor, open_group, question=question) for question in ("Eerst?", "Dan?")
        )
        ida = voter(1, open_group)
        votes(ida, first)
        with pytest.raises(Refused, match="very often"):
            votes(ida, second, "Vuren")
        Activity.objects.filter(verb="voted").update(at=timezone.now() - 2 * DAY)
        votes(ida, second, "Vuren")


class TestWhatDoesNot:
    def test_only_where_whoever_asked_said_so(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group, takes_elsewhere=False)
        with pytest.raises(Refused, match="does not count"):
            votes(voter(1, open_group), poll)

    def test_it_cannot_be_said_of_a_group_that_nobody_elsewhere_knows(
        self, world: World, open_group: Group, settings
    ):
        closed = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
        with pytest.raises(Refused, match="Nobody follows this group from elsewhere"):
            a_poll(world.noor, closed)
        settings.FEDERATION = False
        with pytest.raises(Refused, match="Nobody follows this group from elsewhere"):
            a_poll(world.noor, open_group)

    def test_who_does_not_follow_or_is_no_person_has_no_vote(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group)
        stranger = somebody_elsewhere("Elly", host="elders.example").actor
        robot = voter(1, open_group)
        Actor.objects.filter(pk=robot.pk).update(kind=Actor.Kind.SERVICE)
        for one in (stranger, Actor.objects.get(pk=robot.pk)):
            with pytest.raises(Refused, match="does not count"):
                votes(one, poll)

    def test_what_is_no_choice_is_no_vote(self, world: World, open_group: Group):
        poll, ida = a_poll(world.noor, open_group), voter(1, open_group)
        with pytest.raises(Refused, match="Choose one of the answers"):
            votes(ida, poll, "eiken")

    def test_who_stopped_following_before_the_count_does_not_count(
        self, world: World, open_group: Group
    ):
        poll = a_poll(world.noor, open_group)
        members_vote(open_group, poll, 5)
        for number in range(7):
            votes(voter(number, open_group), poll)
        first, second = Follower.objects.order_by("pk")[:2]
        Follower.objects.filter(pk=first.pk).update(until=timezone.now())
        federation.let_go_of_remote(uri=second.follower.uri, at=timezone.now())
        assert counted(poll).voters == 10
        assert figures(poll) == [5, 5, 0]

    def test_nobody_of_a_network_that_was_closed_counts(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group)
        for number in range(5):
            votes(voter(number, open_group), poll)
        federation.limit_host(world.moderator, host="bouw.example", kind="suspend")
        assert counted(poll).voters == 0

    def test_of_a_group_that_stays_home_only_members_count(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group)
        members_vote(open_group, poll, 1)
        votes(voter(1, open_group), poll)
        federation.keep_home(world.noor, group=open_group)
        assert counted(poll).voters == 1

    def test_off_only_members_count(self, world: World, open_group: Group, settings):
        poll = a_poll(world.noor, open_group)
        votes(voter(1, open_group), poll)
        settings.FEDERATION = False
        assert counted(poll).voters == 0


def choice_of(
    someone: Someone, poll: Poll, choice: str = "Eiken", name: str = "1", **more: Any
) -> dict[str, Any]:
    """As Mastodon sends it: to the group alone, with no text."""
    question = told(poll)
    return {
        "id": f"{someone.id}#votes/{name}",
        "type": "Note",
        "name": choice,
        "attributedTo": someone.id,
        "to": question["attributedTo"],
        "inReplyTo": question["id"],
    } | more


def brought(someone: Someone, verb: str, thing: object) -> list[str]:
    answer = someone.send(someone.does(verb, thing))
    assert (answer.status_code, answer.content) == (202, b"{}")
    return handled()


def follower(there: Elsewhere, group: Group, name: str = "ida", **more: Any) -> Someone:
    one = there.someone(name, **more)
    federation.prepare(actor=group.actor)
    address = f"{BASE}/ap/{known.token_of(group.actor)}"
    assert brought(one, "Follow", address) == [""]
    return one


class TestOnTheWire:
    def test_a_vote_comes_is_taken_back_and_comes_otherwise(
        self, there: Elsewhere, world: World, open_group: Group
    ):
        poll, ida = a_poll(world.noor, open_group), follower(there, open_group)
        first = choice_of(ida, poll)
        assert brought(ida, "Create", first) == [""]
        assert Vote.objects.get().choice.text == "Eiken"
        assert brought(ida, "Create", choice_of(ida, poll, "Vuren", "2")) == [""]
        assert Vote.objects.get().choice.text == "Eiken"
        assert brought(ida, "Delete", {"id": first["id"], "type": "Tombstone"}) == [""]
        assert Vote.objects.count() == 0
        assert brought(ida, "Create", first) == [""]  # late, and it was taken away
        assert Vote.objects.count() == 0
        assert brought(ida, "Create", choice_of(ida, poll, "Vuren", "3")) == [""]
        assert Vote.objects.get().choice.text == "Vuren"

    @pytest.mark.parametrize("way", WAYS, ids=["draft", "rfc9421"])
    def test_by_either_signature(self, there, world: World, open_group: Group, way):
        poll, ida = a_poll(world.noor, open_group), follower(there, open_group)
        content = json.dumps(ida.does("Create", choice_of(ida, poll))).encode()
        headers = signed("/ap/inbox", content, ida.key, way=way)
        kind = headers.pop("Content-Type")
        answer = Client().post("/ap/inbox", content, content_type=kind, headers=headers)
        assert (answer.status_code, handled()) == (202, [""])
        assert Vote.objects.count() == 1

    def test_nobody_votes_for_somebody_else(self, there, world: World, open_group: Group):
        poll, ida = a_poll(world.noor, open_group), follower(there, open_group)
        els = follower(there, open_group, "els", key=1)
        forged = els.does("Create", choice_of(els, poll))
        assert ida.send(forged).status_code in {401, 503}  # at first it looks for another key
        assert handled() == []
        hers = choice_of(els, poll)
        assert brought(ida, "Create", hers) == ["it is not in her own name"]
        assert brought(els, "Create", hers) == [""]
        assert brought(ida, "Delete", hers["id"]) == [""]  # of the same server; it is not hers
        assert Vote.objects.count() == 1

    def test_all_that_does_not_count_is_answered_and_kept_alike(
        self, there, world: World, open_group: Group
    ):
        """No answer, no row and nothing that is sent tells which of these it was."""
        poll = a_poll(world.noor, open_group)
        shut = a_poll(world.noor, open_group, question="Dicht?")
        home = a_poll(world.noor, open_group, question="Alleen wij?", takes_elsewhere=False)
        ida, els = follower(there, open_group), there.someone("els", key=1)
        shut_vote, gone = choice_of(ida, shut), choice_of(ida, poll, name="5")
        actions.close_poll(world.noor, poll=shut)
        sent = Parcel.objects.count()
        counts = choice_of(ida, poll)
        tries = [
            (ida, counts),
            (ida, choice_of(ida, poll, "Vuren", "2")),
            (ida, choice_of(ida, poll, "Niets", "3")),
            (ida, choice_of(ida, home)),
            (ida, shut_vote),
            (els, choice_of(els, poll)),
            (ida, gone | {"to": PUBLIC}),
        ]
        for number, (by, vote) in enumerate(tries):
            assert brought(by, "Create", vote | {"id": f"{by.id}#votes/t{number}"}) == [""]
        assert Vote.objects.count() == 1
        assert Parcel.objects.count() == sent
        rows = Received.objects.filter(verb="Create").values_list("trouble", "content")
        assert {(trouble, bytes(content)) for trouble, content in rows} == {("", b"")}

    def test_a_poll_that_guests_cannot_read_takes_none(
        self, there, world: World, open_group: Group
    ):
        poll, ida = a_poll(world.noor, open_group), follower(there, open_group)
        vote = choice_of(ida, poll)
        Group.objects.filter(pk=open_group.pk).update(readers="members")
        assert brought(ida, "Create", vote) == [""]
        assert Vote.objects.count() == 0

    def test_a_vote_for_what_is_no_poll_is_no_vote(self, there, world: World, asked, open_group):
        ida = follower(there, open_group)
        for about in (told(asked)["id"], "https://elders.example/1", f"{BASE}/vraag/1/"):
            vote = {
                "id": f"{ida.id}#votes/9",
                "type": "Note",
                "name": "Eiken",
                "attributedTo": ida.id,
                "inReplyTo": about,
            }
            assert brought(ida, "Create", vote) == ["it is no text"]

    def test_a_poll_that_was_withdrawn_takes_none(self, there, world: World, open_group: Group):
        poll, ida = a_poll(world.noor, open_group), follower(there, open_group)
        vote = choice_of(ida, poll)
        actions.withdraw_poll(world.noor, poll=poll)
        followups.run(Activity.objects.get(verb="withdrew_poll").pk)
        assert brought(ida, "Create", vote) == ["it is no text"]

    def test_a_vote_is_passed_on_to_nobody(self, there, world: World, open_group: Group):
        poll, ida = a_poll(world.noor, open_group), follower(there, open_group)
        lea = somebody_elsewhere("Lea", host="lemmy.example")
        Host.objects.filter(name="lemmy.example").update(software="lemmy")
        follows(lea, open_group.actor)
        sent = Parcel.objects.count()
        for name, to in (("1", {}), ("2", {"to": [PUBLIC]})):
            brought(ida, "Create", choice_of(ida, poll, name=name, **to))
        for activity in Activity.objects.filter(verb="voted"):
            followups.run(activity.pk)
        brought(ida, "Delete", f"{ida.id}#votes/1")
        assert Parcel.objects.count() == sent

    def test_counted_no_vote_of_anybody_is_found_anywhere(
        self, there, world: World, open_group: Group
    ):
        """In no row of any table stands what she chose beside who she is, nor what her network
        calls her vote."""
        poll = a_poll(world.noor, open_group, choices=["Kanariehout", "Vuren", "Lariks"])
        members_vote(open_group, poll, 5)
        for number in range(5):
            ida = follower(there, open_group, f"kiezer{number}", key=number % 2)
            brought(ida, "Create", choice_of(ida, poll, "Kanariehout", f"kanarie-{number}"))
        assert _rows("kanarie-") == 5
        counted(poll)
        followups.run(Activity.objects.get(verb="counted_poll").pk)
        assert figures(poll) == [5, 5, 0]
        assert _rows("kanarie-") == 0
        assert _rows("Kanariehout") >= 1
        assert _rows("Kanariehout", "kiezer") == 0


def _rows(*words: str) -> int:
    """Of all tables those in which all these words stand."""
    found = 0
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            wanted = " and ".join("t::text ilike %s" for _word in words)
            cursor.execute(
                f'select count(*) from "{table}" t where {wanted}',  # noqa: S608
                [f"%{word}%" for word in words],
            )
            found += cursor.fetchone()[0]
    return found


class TestWhatIsSaid:
    def test_the_question_says_who_votes_while_it_is_open(self, world: World, open_group: Group):
        """In the language of the network."""
        ours = told(a_poll(world.noor, open_group, takes_elsewhere=False, question="Wij?"))
        assert "<p>Leden van de groep stemmen. De cijfers" in ours["content"]
        poll = a_poll(world.noor, open_group)
        assert "mensen die de groep volgen vanaf een ander netwerk" in told(poll)["content"]
        actions.close_poll(world.noor, poll=poll)
        assert "Leden van de groep" not in told(poll)["content"]

    def test_nothing_is_told_before_the_end(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group)
        client, marit = Client(headers={"accept-language": "en"}), Client()
        marit.force_login(world.noor.account)
        before = told(poll)
        pages = [_text(one, poll) for one in (client, marit)]
        for number in range(6):
            votes(voter(number, open_group), poll)
        assert told(poll) == before
        assert [_text(one, poll) for one in (client, marit)] == pages

    def test_the_page_tells_how_many_from_elsewhere(self, world: World, open_group: Group):
        poll = a_poll(world.noor, open_group)
        few = a_poll(world.noor, open_group, question="Weinig?")
        members_vote(open_group, poll, 5)
        for number in range(5):
            one = voter(number, open_group)
            votes(one, poll)
            votes(one, few, note=f"https://bouw.example/votes/few-{number}")
        for one in (poll, few):
            actions.close_poll(world.noor, poll=one)
        client = Client(headers={"accept-language": "en"})
        page = client.get(f"/peiling/{poll.pk}/").text
        assert "Of them, 5 voted from other networks." in page
        assert "Fewer than five members voted." in client.get(f"/peiling/{few.pk}/").text
        question = told(poll)
        assert question["votersCount"] == 10
        assert [one["replies"]["totalItems"] for one in question["oneOf"]] == [5, 5, 0]

    def test_the_form_asks_it_only_of_a_group_that_is_known_elsewhere(
        self, world: World, open_group: Group, settings
    ):
        noor = Client(headers={"accept-language": "en"})
        noor.force_login(world.noor.account)
        address = f"/g/{open_group.actor.handle}/peilingen/nieuw/"
        given = {
            "question": "Welk hout?",
            "choices": "Eiken\nVuren",
            "closes_on": timezone.localdate().isoformat(),
            "takes_elsewhere": "on",
        }
        assert "may vote too" in noor.get(address).text
        assert noor.post(address, given).status_code == 303
        assert Poll.objects.get().takes_elsewhere
        Poll.objects.all().delete()
        settings.FEDERATION = False
        assert "may vote too" not in noor.get(address).text
        assert noor.post(address, given).status_code == 303
        assert not Poll.objects.get().takes_elsewhere


def _text(client: Client, poll: Poll) -> list[bytes]:
    page = client.get(f"/peiling/{poll.pk}/").content
    changing = (b"csrf", b"CSRF", b"nonce")
    return [line for line in page.splitlines() if not any(word in line for word in changing)]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_choices_of_one_at_once_are_one(self, transactional_db):
        group = public_group(build().noor)
        poll = a_poll(_noor(), group)
        ida = voter(1, group)
        at_once(lambda: votes(ida, poll, "Eiken"), lambda: votes(ida, poll, "Vuren"))
        assert Vote.objects.count() == 1

    def test_a_vote_while_it_is_counted_counts_or_came_too_late(self, transactional_db):
        group = public_group(build().noor)
        poll = a_poll(_noor(), group)
        members_vote(group, poll, 5)
        voters = [voter(number, group) for number in range(3)]
        at_once(
            lambda: actions.close_poll(_noor(), poll=poll),
            *[lambda by=by: votes(by, poll) for by in voters],
        )
        assert Vote.objects.count() == 0
        closed = Poll.objects.get(pk=poll.pk)
        came = Activity.objects.filter(verb="voted", actor__in=voters).count()
        assert closed.voters == 5 + came
        assert figures(poll) == [came, 5, 0]


def _noor() -> Actor:
    return Actor.objects.get(account__email__startswith="noor")
