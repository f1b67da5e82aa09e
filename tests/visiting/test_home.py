"""A group here lets in a member of a partner network: she reads, answers, and goes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.networks.partner import Partner, a_partner
from tests.visiting.story import OUT, Wout, closed_group, let_in, opened, visited
from tests.world import World, settled
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import admission
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.models import GroupMembership, JoinRequest
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.networks.actions.ending import end_now
from vaknet.domain.networks.models import Side, Treaty
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import actions, queries
from vaknet.domain.visiting.models import ShownOut, Visitor

pytestmark = pytest.mark.django_db


def test_a_steward_opens_the_group_and_partners_hear_that_it_is_there(
    world: World, partner: Partner
) -> None:
    partner.in_force("groups")
    group = closed_group(world.samira)
    assert partner.asks("group/list", {}).json() == {"groups": []}
    opening = opened(world.samira, group)
    assert opened(world.samira, group) == opening
    [shown] = partner.asks("group/list", {}).json()["groups"]
    assert shown == {
        "id": opening.token,
        "name": "Bouwdossiers",
        "purpose": "Onder ons",
        "way": "knock",
        "question": "",
    }


def test_only_a_steward_opens_it_and_only_where_one_can_ask_to_come_in(world: World) -> None:
    group = closed_group(world.samira)
    with pytest.raises(Refused, match="steward"):
        opened(world.bram, group)
    with pytest.raises(Refused, match="steward"):
        actions.close_to_visitors(world.bram, group=group)
    for admission_ in ("hidden", "invitation"):
        one = closed_group(world.samira, f"Groep {admission_}", admission=admission_)
        with pytest.raises(Refused, match="Nobody can knock"):
            opened(world.samira, one)
    actions.close_to_visitors(world.samira, group=group)


def test_she_knocks_waits_and_reads_from_when_she_is_let_in(world: World, partner: Partner) -> None:
    partner.in_force("groups")
    group = closed_group(world.samira)
    wout = Wout(partner, opened(world.samira, group))
    knowledge.start_conversation(world.samira, groups=[group], title="Wie scant er?")
    assert wout.asks() == {"state": "waiting"}
    assert wout.asks() == {"state": "waiting"}
    assert wout.reads() == {"state": "waiting"}
    [asked] = admission.requests_waiting(world.samira, group)
    assert (asked.actor.name, asked.text) == ("Wout Verhulst (Vaknet West)", "Mag ik mee?")
    groups.let_in(world.samira, request=asked)
    assert wout.asks() == {"state": "in"}
    read = wout.reads()
    assert (read["state"], read["name"], read["more"]) == ("in", "Bouwdossiers", False)
    [row] = read["rows"]
    assert (row["title"], row["author"], row["count"]) == ("Wie scant er?", "Samira El Idrissi", 0)


def test_a_no_without_words_is_waiting_and_words_reach_her(world: World, partner: Partner) -> None:
    partner.in_force("groups")
    group = closed_group(world.samira)
    wout = Wout(partner, opened(world.samira, group))
    wout.asks()
    waits = partner.asks("group/read", wout.told(part="questions")).content
    groups.decline_request(
        world.samira, request=admission.requests_waiting(world.samira, group).get()
    )
    assert partner.asks("group/read", wout.told(part="questions")).content == waits
    other = Wout(partner, wout.opening)
    other.asks(name="Ans de Boer")
    [asked] = admission.requests_waiting(world.samira, group)
    groups.decline_request(world.samira, request=asked, reply="We zijn vol.")
    assert other.reads() == {"state": "waiting", "reply": "We zijn vol."}


def test_into_an_open_group_she_comes_at_once_after_the_house_rules(
    world: World, partner: Partner
) -> None:
    partner.in_force("groups")
    group = closed_group(
        world.samira, readers="members", admission="open", house_rules="Wees *aardig*."
    )
    wout = Wout(partner, opened(world.samira, group))
    assert "rules" in wout.asks()["refused"]
    [shown] = partner.asks("group/list", {"group": wout.opening.token}).json()["groups"]
    assert shown["rules"]["html"] == "<p>Wees <em>aardig</em>.</p>\n"
    assert wout.asks(agreed_to=shown["rules"]["mark"]) == {"state": "in"}
    assert partner.asks("group/list", {"group": "x" * 22}).json() == {"groups": []}


def test_she_answers_replies_asks_and_starts_a_conversation(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    question = knowledge.ask(world.samira, group=group, title="Hoe lang duurt het?")
    post = knowledge.start_conversation(world.samira, groups=[group], title="Welkom")
    [asked], [begun] = wout.reads("questions")["rows"], wout.reads()["rows"]
    assert wout.says("Een jaar.", id=asked["id"]).json()["state"] == "in"
    assert wout.says("Dank je!", id=begun["id"]).json()["state"] == "in"
    [answer], [reply] = Answer.objects.filter(question=question), Reply.objects.filter(post=post)
    assert (answer.author, reply.author) == (wout.actor, wout.actor)
    assert wout.says("Zeg het", kind="question", title="Wie kan mij helpen?").json()["id"]
    assert wout.says("", kind="conversation", title="Wat ik las").json()["id"]
    mine = {"author": wout.actor}
    assert Question.objects.get(**mine).group == Post.objects.get(**mine).placements.get().group
    again = wout.opens(asked["id"]).json()
    [part] = again["parts"]
    assert (again["kind"], part["html"], part["best"]) == ("question", "<p>Een jaar.</p>\n", False)
    assert part["author"] == "Wout Verhulst (Vaknet West)"
    thread = wout.opens(begun["id"]).json()
    assert [one["author"] for one in thread["parts"]] == ["Wout Verhulst (Vaknet West)"]


def test_what_a_room_refuses_she_hears_in_her_language(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    knowledge.ask(world.samira, group=wout.opening.group, title="Hoe lang duurt het?")
    [asked] = wout.reads("questions")["rows"]
    refused = wout.says(" ", id=asked["id"]).json()["refused"]
    dutch = wout.says(" ", id=asked["id"], language="nl").json()["refused"]
    assert refused == "Write your answer. A few sentences are enough."
    assert dutch != refused
    assert "sentence" in wout.says("", kind="question", title="?").json()["refused"]


def test_a_newcomer_does_not_write_much_at_once(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    for number in range(10):
        wout.says("", kind="conversation", title=f"Bericht {number}")
    assert "new here" in wout.says("", kind="conversation", title="Nog een").json()["refused"]


def test_an_article_is_read_and_a_long_thread_comes_in_parts(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    post = knowledge.start_conversation(world.samira, groups=[group], title="Lang")
    Reply.objects.bulk_create(
        Reply(post=post, author=world.samira, text=str(n), html=f"<p>{n} {'é' * 4_000}</p>")
        for n in range(35)
    )
    [row] = wout.reads()["rows"]
    start, seen = 0, []
    while start is not None:
        thread = wout.opens(row["id"], start=start).json()
        seen += [one["html"].split()[0] for one in thread["parts"]]
        start = thread["next"]
    assert seen == [f"<p>{n}" for n in range(35)]
    Reply.objects.all().delete()
    Post.objects.filter(pk=post.pk).update(body_html="x" * 100_001)
    assert wout.opens(row["id"]).json()["too_long"] is True
    assert wout.reads("articles")["rows"] == []


def test_two_who_are_kept_apart_do_not_meet_by_name(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    knowledge.start_conversation(world.samira, groups=[wout.opening.group], title="Welkom")
    connections.part_from(world.samira, other=wout.actor)
    [row] = wout.reads()["rows"]
    assert row["author"] is None
    assert wout.opens(row["id"]).json()["author"] is None
    assert list(queries.visitors_in(world.samira, wout.opening.group)) == []


def test_she_leaves_and_reads_nothing_any_more(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    assert queries.networks_in(wout.opening.group) == ["Vaknet West"]
    for _time in range(2):
        answer = partner.asks("group/leave", wout.told())
        assert answer.content == OUT
    assert partner.asks("group/read", wout.told(part="questions")).content == OUT
    assert queries.networks_in(wout.opening.group) == []
    waits = Wout(partner, wout.opening)
    waits.asks(name="Ans de Boer")
    partner.asks("group/leave", waits.told())
    assert not admission.requests_waiting(world.samira, wout.opening.group).exists()


def test_who_closed_her_account_there_has_no_name_here(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    wout.says("", kind="conversation", title="Tot ziens")
    actor = wout.actor
    unknown = {"visitor": "x" * 22}
    assert partner.asks("group/leave", unknown).content == OUT
    assert partner.asks("group/leave", {"visitor": wout.token}).content == OUT
    with translation.override("en"):
        actor.refresh_from_db()
    assert (actor.is_former, actor.headline, actor.name) == (True, "", "A former member")
    assert not Visitor.objects.exists()
    assert not groups_of.is_member(actor, wout.opening.group)
    assert Post.objects.get(title="Tot ziens").author == actor


def test_a_steward_shows_her_out_and_she_does_not_come_back(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    visitor = Visitor.objects.get()
    with pytest.raises(Refused), translation.override("en"):
        actions.show_out(world.bram, visitor=visitor, group=wout.opening.group)
    for _time in range(2):
        actions.show_out(world.samira, visitor=visitor, group=wout.opening.group)
    assert wout.reads() == {"state": "waiting"}
    assert wout.asks() == {"state": "waiting"}
    assert not admission.requests_waiting(world.samira, wout.opening.group).exists()


def test_closed_to_visitors_is_closed_at_once_and_the_old_name_opens_nothing_later(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    knowledge.start_conversation(world.samira, groups=[wout.opening.group], title="Welkom")
    [row] = wout.reads()["rows"]
    group = wout.opening.group
    for _time in range(2):
        actions.close_to_visitors(world.samira, group=group)
    assert partner.asks("group/list", {}).json() == {"groups": []}
    assert wout.opens(row["id"]).content == OUT
    assert wout.asks() == {"state": "out"}
    again = opened(world.samira, group)
    assert wout.opens(row["id"]).content == OUT
    let_in(world.samira, Wout(partner, again, wout.token))
    wout.opening = again
    assert wout.opens(row["id"]).status_code == 404


def test_closing_takes_back_the_knocks_of_visitors_and_no_steward_lets_one_in(
    world: World, partner: Partner
) -> None:
    partner.in_force("groups")
    group = closed_group(world.samira)
    opening = opened(world.samira, group)
    wout = Wout(partner, opening)
    wout.asks()
    groups.ask_to_join(world.bram, group=group, text="Ik ook")
    actions.close_to_visitors(world.samira, group=group)
    assert [asked.actor for asked in admission.requests_waiting(world.samira, group)] == [
        world.bram
    ]
    late = JoinRequest.objects.create(group=group, actor=wout.actor)
    with pytest.raises(Refused, match=r"not open to|niet meer open"):
        groups.let_in(world.samira, request=late)
    said = {"name": "Wout", "headline": "", "text": "", "agreed_to": ""}
    network = Visitor.objects.get().network
    assert actions.come_in(network=network, token=wout.token, opening=opening, **said) == "out"
    assert not groups_of.is_member(wout.actor, group)


def test_a_group_is_open_to_the_networks_that_its_stewards_named(
    world: World, partner: Partner, settings
) -> None:
    wout = visited(world, partner)
    group, west = wout.opening.group, Visitor.objects.get().network
    waits = Wout(partner, wout.opening)
    waits.asks(name="Ans de Boer")
    with a_partner() as other:
        settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}
        south = other.in_force("groups").network
        assert other.asks("group/list", {}).json() == {"groups": []}
        assert other.asks("group/list", {"group": wout.opening.token}).json() == {"groups": []}
        assert Wout(other, wout.opening).asks() == {"state": "out"}
        assert Wout(other, wout.opening).reads() == {"state": "out"}
        named = {"group": group, "networks": [west, south]}
        assert actions.open_to_visitors(world.samira, **named) == wout.opening
        assert len(other.asks("group/list", {}).json()["groups"]) == 1
        assert wout.reads()["state"] == "in"
        [asked] = admission.requests_waiting(world.samira, group)
        actions.open_to_visitors(world.samira, group=group, networks=[south])
        assert not groups_of.is_member(wout.actor, group)
        assert wout.reads() == {"state": "out"}
        assert not admission.requests_waiting(world.samira, group).exists()
        JoinRequest.objects.filter(pk=asked.pk).update(withdrawn_at=None)
        with pytest.raises(Refused, match=r"not open to|niet meer open"):
            groups.let_in(world.samira, request=asked)
        end_now(Treaty.objects.get(network=south), by=Side.THERE, why="", at=timezone.now())
    with pytest.raises(Refused, match=r"at least one|minstens"):
        actions.open_to_visitors(world.samira, group=group, networks=[south])


def test_who_was_shown_out_does_not_come_back_clean_by_being_forgotten(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    actions.show_out(world.samira, visitor=Visitor.objects.get(), group=group)
    for nothing in ("", None):
        told = {"visitor": wout.token, "group": nothing}
        assert partner.asks("group/leave", told).status_code == 404
    assert Visitor.objects.exists()
    partner.asks("group/leave", {"visitor": wout.token})
    assert not Visitor.objects.exists()
    assert wout.asks() == {"state": "waiting"}
    assert not admission.requests_waiting(world.samira, group).exists()
    end_now(Treaty.objects.get(), by=Side.THERE, why="", at=timezone.now())
    assert not ShownOut.objects.exists()


def test_forgetting_makes_no_room_for_more_people_today(
    world: World, partner: Partner, monkeypatch
) -> None:
    partner.in_force("groups")
    opening = opened(world.samira, closed_group(world.samira))
    monkeypatch.setattr("vaknet.domain.visiting.actions.at_home.NEW_A_DAY", 1)
    wout = Wout(partner, opening)
    wout.asks()
    partner.asks("group/leave", {"visitor": wout.token})
    assert "tomorrow" in Wout(partner, opening).asks()["refused"]


def test_a_network_does_not_send_people_without_end(
    world: World, partner: Partner, monkeypatch
) -> None:
    partner.in_force("groups")
    opening = opened(world.samira, closed_group(world.samira))
    monkeypatch.setattr("vaknet.domain.visiting.actions.at_home.NEW_A_DAY", 1)
    assert Wout(partner, opening).asks() == {"state": "waiting"}
    assert "tomorrow" in Wout(partner, opening).asks()["refused"]
    assert "who you are" in Wout(partner, opening).asks(name=" \u202e ")["refused"]


def test_she_has_no_duty_in_the_group(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    with pytest.raises(Refused, match="lid van de groep"):
        groups.give_duty(world.samira, group=wout.opening.group, person=wout.actor, kind="steward")


def test_one_page_costs_as_much_with_one_row_as_with_three(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    settled(wout.actor)
    counts = []
    for number in (1, 3):
        for one in range(number):
            title = f"Nummer {number} {one}"
            knowledge.start_conversation(world.samira, groups=[wout.opening.group], title=title)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            wout.reads()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert GroupMembership.objects.filter(actor=wout.actor).count() == 1
