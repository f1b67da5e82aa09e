"""Introductions: asked with a purpose, passed on with a yes, declined without a sound."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.world import member
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.models import Connection, Introduction, IntroductionStep
from vaknet.domain.connections.queries import Part, Progress, Stage
from vaknet.domain.refusal import Refused

PURPOSE = "Wij willen in Waterveen van het papier af. Een half uur bellen is genoeg."
MONDAY = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def on_monday(time_machine) -> None:
    time_machine.move_to(MONDAY, tick=False)


def ask(world, *route: Actor) -> Introduction:
    return actions.ask_introduction(
        world.samira, target=world.marit, route=route or [world.joost], purpose=PURPOSE
    )


def long_way(world) -> Introduction:
    return ask(world, world.fatma, world.peter)


def step_of(introduction: Introduction, go_between: Actor) -> IntroductionStep:
    return introduction.steps.get(go_between=go_between)


def agree(introduction: Introduction, *go_betweens: Actor) -> None:
    for go_between in go_betweens:
        actions.agree_to_introduce(go_between, step=step_of(introduction, go_between))


def seen(viewer: Actor, introduction: Introduction) -> queries.IntroductionView:
    return queries.introduction(viewer, introduction.pk)


def line(view: queries.IntroductionView) -> list[tuple[str, str]]:
    return [(one.stop.name, one.progress.value) for one in view.line]


def test_joost_agrees_marit_consents_and_all_three_see_it(world):
    introduction = ask(world)
    assert line(seen(world.samira, introduction)) == [
        ("Samira El Idrissi", "done"),
        ("Joost van der Meer", "now"),
        ("Marit Hoekstra", "later"),
    ]
    assert seen(world.joost, introduction).stage is Stage.YOUR_TURN

    actions.agree_to_introduce(
        world.joost, step=step_of(introduction, world.joost), note="Samira is zorgvuldig."
    )

    proposal = seen(world.marit, introduction)
    assert (proposal.stage, proposal.part) == (Stage.YOUR_TURN, Part.TARGET)
    assert proposal.through[0].note == "Samira is zorgvuldig."
    assert seen(world.samira, introduction).through[0].note == ""
    assert not queries.are_connected(world.samira, world.marit)

    actions.accept_introduction(world.marit, introduction=introduction)

    for somebody in (world.samira, world.joost, world.marit):
        view = seen(somebody, introduction)
        assert view.stage is Stage.AGREED
        assert {one.progress for one in view.line} == {Progress.DONE}
        assert view.may_write
    tie = queries.connection_with(world.marit, world.samira)
    assert tie.note == PURPOSE
    assert tie.contact_headline == "vergunningverlener, gemeente Waterveen"


def test_the_conversation_is_of_three_and_joost_may_leave(world):
    introduction = ask(world)
    agree(introduction, world.joost)
    with pytest.raises(Introduction.DoesNotExist):
        actions.write(world.samira, introduction=introduction, text="Te vroeg.")
    actions.accept_introduction(world.marit, introduction=introduction)

    actions.write(world.joost, introduction=introduction, text="Ik laat het aan jullie.")
    actions.write(world.joost, introduction=introduction, text="Ik laat het aan jullie.")
    actions.leave_introduction(world.joost, introduction=introduction)
    actions.write(world.marit, introduction=introduction, text="Dinsdag bellen?")

    said = [message.text for message in seen(world.samira, introduction).messages]
    assert said == ["Ik laat het aan jullie.", "Dinsdag bellen?"]
    left = seen(world.joost, introduction)
    assert left.stage is Stage.LEFT
    assert [message.text for message in left.messages] == ["Ik laat het aan jullie."]
    with pytest.raises(Introduction.DoesNotExist):
        actions.write(world.joost, introduction=introduction, text="Toch nog iets.")
    with pytest.raises(Introduction.DoesNotExist):
        actions.leave_introduction(world.joost, introduction=introduction)


def test_two_go_betweens_are_asked_one_after_the_other(world):
    introduction = long_way(world)
    with pytest.raises(Introduction.DoesNotExist):
        seen(world.peter, introduction)
    agree(introduction, world.fatma)
    assert seen(world.peter, introduction).stage is Stage.YOUR_TURN
    with pytest.raises(Introduction.DoesNotExist):
        seen(world.marit, introduction)
    agree(introduction, world.peter)
    assert seen(world.marit, introduction).stage is Stage.YOUR_TURN
    actions.accept_introduction(world.marit, introduction=introduction)
    for somebody in (world.samira, world.fatma, world.peter, world.marit):
        assert [name for name, _ in line(seen(somebody, introduction))] == [
            "Samira El Idrissi",
            "Fatma Yıldız",
            "Peter de Wit",
            "Marit Hoekstra",
        ]


def test_farther_stops_are_described_until_all_agreed(world):
    introduction = long_way(world)
    agree(introduction, world.fatma, world.peter)
    names = {
        somebody.first_name: [one.stop.name for one in seen(somebody, introduction).through]
        for somebody in (world.samira, world.fatma, world.peter, world.marit)
    }
    assert names == {
        "Samira": ["Fatma Yıldız", "a contact of Fatma"],
        "Fatma": ["Fatma Yıldız", "Peter de Wit"],
        "Peter": ["Fatma Yıldız", "Peter de Wit"],
        "Marit": ["a contact of Peter", "Peter de Wit"],
    }


def test_a_farther_stop_may_be_described_by_what_is_shared(world):
    introduction = long_way(world)

    def by_group(viewer: Actor, ids: list[int]) -> dict[int, str]:
        return dict.fromkeys(ids, "iemand uit Vergunningen & Toezicht")

    view = queries.introduction(world.samira, introduction.pk, describe=by_group)
    assert view.through[1].stop.name == "iemand uit Vergunningen & Toezicht"
    [_, route] = queries.routes(world.samira, world.marit, describe=by_group)
    assert [stop.name for stop in route.stops] == [
        "Fatma Yıldız",
        "iemand uit Vergunningen & Toezicht",
    ]


def test_asking_back_is_between_asker_and_go_between(world):
    introduction = long_way(world)
    first = step_of(introduction, world.fatma)
    actions.write_to_step(world.fatma, step=first, text="Hoe lang mag het duren?")
    actions.write_to_step(world.samira, step=first, text="Een half uur.")
    agree(introduction, world.fatma)
    second = step_of(introduction, world.peter)
    actions.write_to_step(world.peter, step=second, text="Gaat het ook over tekeningen?")

    asker = seen(world.samira, introduction)
    assert [
        [(m.author.name, m.text) for m in exchange.messages] for exchange in asker.exchanges
    ] == [
        [("Fatma Yıldız", "Hoe lang mag het duren?"), ("Samira El Idrissi", "Een half uur.")],
        [("a contact of Fatma", "Gaat het ook over tekeningen?")],
    ]
    [of_fatma] = seen(world.fatma, introduction).exchanges
    assert [message.text for message in of_fatma.messages] == [
        "Hoe lang mag het duren?",
        "Een half uur.",
    ]
    agree(introduction, world.peter)
    assert seen(world.marit, introduction).exchanges == ()


def test_an_exchange_has_an_end(world, monkeypatch):
    monkeypatch.setattr(rules, "MESSAGES_PER_EXCHANGE", 1)
    step = step_of(ask(world), world.joost)
    with pytest.raises(IntroductionStep.DoesNotExist):
        actions.write_to_step(world.noor, step=step, text="Mag ik ook?")
    actions.write_to_step(world.joost, step=step, text="Waarom Marit?")
    with pytest.raises(Refused, match="a lot already"):
        actions.write_to_step(world.samira, step=step, text="Omdat zij het deed.")


def test_the_same_words_sent_twice_are_said_once(world):
    step = step_of(ask(world), world.joost)
    first = actions.write_to_step(world.joost, step=step, text="Waarom Marit?")
    assert actions.write_to_step(world.joost, step=step, text="Waarom Marit?") == first
    assert step.messages.count() == 1


def what_the_asker_learns(world, introduction: Introduction):
    view = seen(world.samira, introduction)
    return (
        view,
        [(row.pk, row.next_route_offered_at) for row in queries.introductions_asked(world.samira)],
        queries.needs_me_count(world.samira),
        queries.routes(world.samira, world.marit),
        list(queries.contacts(world.samira)),
    )


@pytest.mark.parametrize("days", [0, 1, 2, 3, 4, 10])
@pytest.mark.parametrize("answered", ["by joost", "by marit"])
def test_a_no_is_never_to_be_told_from_no_answer(world, on_monday, time_machine, days, answered):
    """The same days, with and without the no: page, list, count, offer and its moment are equal."""
    introduction = ask(world)
    if answered == "by marit":
        agree(introduction, world.joost)
    outcomes = []
    for declined in (False, True):
        time_machine.move_to(MONDAY, tick=False)
        Introduction.objects.update(next_route_offered_at=None)
        Activity.objects.filter(verb="was_offered_route").delete()
        if declined:
            time_machine.move_to(MONDAY + timedelta(minutes=5), tick=False)
            _say_no(world, introduction, answered)
        offers = []
        for hour in range(0, days * 24 + 1, 6):
            time_machine.move_to(MONDAY + timedelta(hours=hour), tick=False)
            offers.append(len(actions.offer_next_routes(now=timezone.now())))
        time_machine.move_to(MONDAY + timedelta(days=days, hours=1), tick=False)
        outcomes.append((offers, what_the_asker_learns(world, introduction)))
    assert outcomes[0] == outcomes[1]


def _say_no(world, introduction: Introduction, answered: str) -> None:
    if answered == "by joost":
        step = step_of(introduction, world.joost)
        actions.decline_to_introduce(world.joost, step=step)
    else:
        actions.decline_introduction(world.marit, introduction=introduction)


def test_after_three_working_days_the_next_route_is_offered_once(world, on_monday, time_machine):
    introduction = ask(world)
    thursday = MONDAY + timedelta(days=3)
    assert actions.offer_next_routes(now=thursday - timedelta(minutes=1)) == []
    assert seen(world.samira, introduction).stage is Stage.WAITING
    assert actions.offer_next_routes(now=thursday) == [introduction]
    assert actions.offer_next_routes(now=thursday) == []

    time_machine.move_to(thursday, tick=False)
    view = seen(world.samira, introduction)
    assert view.stage is Stage.NEXT_ROUTE
    [route] = view.next_routes
    assert [stop.name for stop in route.stops] == ["Fatma Yıldız", "a contact of Fatma"]
    offered = Activity.objects.get(verb="was_offered_route")
    assert (offered.actor, offered.audience) == (world.samira, Audience.SELF)


def test_the_next_route_releases_the_first_go_between_without_a_word(
    world, on_monday, time_machine
):
    introduction = ask(world)
    with pytest.raises(Refused, match="too early"):
        actions.try_route(world.samira, introduction=introduction, route=[world.fatma, world.peter])
    time_machine.move_to(MONDAY + timedelta(days=3), tick=False)
    actions.try_route(world.samira, introduction=introduction, route=[world.fatma, world.peter])

    assert seen(world.joost, introduction).stage is Stage.RELEASED
    with pytest.raises(Refused, match="no longer open"):
        agree(introduction, world.joost)
    assert [name for name, _ in line(seen(world.samira, introduction))][1] == "Fatma Yıldız"
    agree(introduction, world.fatma, world.peter)
    actions.accept_introduction(world.marit, introduction=introduction)
    assert seen(world.joost, introduction).stage is Stage.RELEASED
    assert not seen(world.joost, introduction).may_write
    with pytest.raises(Introduction.DoesNotExist):
        actions.write(world.joost, introduction=introduction, text="Hoe liep het af?")


def test_nobody_is_asked_twice_for_one_introduction(world, on_monday, time_machine):
    introduction = ask(world)
    time_machine.move_to(MONDAY + timedelta(days=3), tick=False)
    with pytest.raises(Refused, match="no longer possible"):
        actions.try_route(world.samira, introduction=introduction, route=[world.joost])


def test_a_target_who_said_no_is_not_asked_again_by_another_way(world, on_monday, time_machine):
    introduction = ask(world)
    agree(introduction, world.joost)
    actions.decline_introduction(world.marit, introduction=introduction)
    time_machine.move_to(MONDAY + timedelta(days=3), tick=False)
    actions.try_route(world.samira, introduction=introduction, route=[world.fatma, world.peter])
    agree(introduction, world.fatma, world.peter)

    assert queries.needs_me_count(world.marit) == 0
    assert Activity.objects.filter(verb="proposed_introduction").count() == 1
    assert line(seen(world.samira, introduction))[-1] == ("Marit Hoekstra", "now")
    assert line(seen(world.peter, introduction))[-1] == ("Marit Hoekstra", "now")


def test_a_target_may_change_a_no_into_a_yes(world):
    introduction = ask(world)
    agree(introduction, world.joost)
    actions.decline_introduction(world.marit, introduction=introduction)
    assert seen(world.marit, introduction).stage is Stage.YOU_DECLINED
    actions.accept_introduction(world.marit, introduction=introduction)
    assert queries.are_connected(world.samira, world.marit)


def test_the_go_betweens_do_not_learn_of_the_no_either(world):
    introduction = long_way(world)
    agree(introduction, world.fatma, world.peter)
    before = [seen(one, introduction) for one in (world.fatma, world.peter)]
    actions.decline_introduction(world.marit, introduction=introduction)
    assert [seen(one, introduction) for one in (world.fatma, world.peter)] == before


def test_the_first_go_between_does_not_learn_of_the_no_of_the_second(world):
    introduction = long_way(world)
    agree(introduction, world.fatma)
    before = seen(world.fatma, introduction), seen(world.samira, introduction)
    actions.decline_to_introduce(world.peter, step=step_of(introduction, world.peter))
    assert (seen(world.fatma, introduction), seen(world.samira, introduction)) == before
    assert seen(world.peter, introduction).stage is Stage.YOU_DECLINED


def test_words_start_the_three_days_again(world, on_monday, time_machine):
    introduction = ask(world)
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)
    step = step_of(introduction, world.joost)
    actions.write_to_step(world.joost, step=step, text="Ik denk er even over na.")
    assert actions.offer_next_routes(now=MONDAY + timedelta(days=3)) == []
    assert actions.offer_next_routes(now=MONDAY + timedelta(days=7)) == [introduction]
    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)
    actions.write_to_step(world.samira, step=step, text="Weet je het al?")
    assert actions.offer_next_routes(now=MONDAY + timedelta(days=8)) == []
    assert actions.offer_next_routes(now=MONDAY + timedelta(days=10)) == [introduction]


def test_consent_can_stop_any_time_and_then_nobody_is_asked(world):
    introduction = long_way(world)
    actions.stop_being_go_between(world.peter)
    actions.stop_being_go_between(world.peter)
    agree(introduction, world.fatma)
    with pytest.raises(Introduction.DoesNotExist):
        seen(world.peter, introduction)
    assert queries.needs_me_count(world.peter) == 0
    assert line(seen(world.samira, introduction))[2] == ("a contact of Fatma", "now")
    assert not queries.is_go_between(world.peter)
    assert queries.is_go_between(world.fatma)
    assert not queries.is_go_between(None)


def test_a_second_stop_who_kept_the_target_out_of_reach_meanwhile_is_not_asked(world):
    introduction = long_way(world)
    actions.keep_out_of_reach(world.peter, contact=world.marit)
    agree(introduction, world.fatma)
    assert queries.needs_me_count(world.peter) == 0
    assert seen(world.samira, introduction).stage is Stage.WAITING


def test_who_stopped_may_still_answer_what_was_asked(world):
    introduction = ask(world)
    actions.stop_being_go_between(world.joost)
    agree(introduction, world.joost)
    assert seen(world.marit, introduction).stage is Stage.YOUR_TURN
    assert actions.agree_to_be_go_between(world.fatma) == actions.agree_to_be_go_between(
        world.fatma
    )


def test_withdrawn_is_over_for_all(world):
    introduction = long_way(world)
    agree(introduction, world.fatma)
    actions.withdraw_introduction(world.samira, introduction=introduction)
    actions.withdraw_introduction(world.samira, introduction=introduction)
    for somebody in (world.samira, world.fatma, world.peter):
        assert seen(somebody, introduction).stage is Stage.WITHDRAWN
    with pytest.raises(Introduction.DoesNotExist):
        seen(world.marit, introduction)
    with pytest.raises(Refused, match="no longer open"):
        agree(introduction, world.peter)
    with pytest.raises(Refused, match="no longer open"):
        actions.try_route(world.samira, introduction=introduction, route=[world.joost])
    with pytest.raises(Refused, match="no longer open"):
        actions.write_to_step(
            world.samira, step=step_of(introduction, world.fatma), text="Toch niet."
        )
    assert queries.needs_me_count(world.peter) == 0


def test_a_proposal_withdrawn_can_no_longer_be_accepted(world):
    introduction = ask(world)
    agree(introduction, world.joost)
    actions.withdraw_introduction(world.samira, introduction=introduction)
    assert seen(world.marit, introduction).stage is Stage.WITHDRAWN
    for answer in (actions.accept_introduction, actions.decline_introduction):
        with pytest.raises(Refused, match="no longer open"):
            answer(world.marit, introduction=introduction)


def test_who_meets_another_way_needs_no_introduction_any_more(world):
    introduction = ask(world)
    request = actions.request_connection(world.marit, recipient=world.samira, note="Hallo!")
    actions.accept_request(world.samira, request=request)
    assert seen(world.samira, introduction).stage is Stage.WITHDRAWN
    with pytest.raises(Refused, match="no longer open"):
        agree(introduction, world.joost)


def test_an_agreed_introduction_answers_the_open_request_too(world):
    request = actions.request_connection(world.samira, recipient=world.marit, note="Hallo!")
    actions.decline_request(world.marit, request=request)
    introduction = ask(world)
    agree(introduction, world.joost)
    actions.accept_introduction(world.marit, introduction=introduction)
    assert list(queries.requests_sent(world.samira)) == []
    with pytest.raises(Refused, match="no longer open"):
        actions.withdraw_introduction(world.samira, introduction=introduction)


def test_answering_twice_is_answering_once(world):
    introduction = ask(world)
    step = step_of(introduction, world.joost)
    actions.agree_to_introduce(world.joost, step=step)
    actions.agree_to_introduce(world.joost, step=step)
    with pytest.raises(Refused, match="no longer open"):
        actions.decline_to_introduce(world.joost, step=step)
    for answer in (actions.decline_introduction, actions.accept_introduction):
        answer(world.marit, introduction=introduction)
        answer(world.marit, introduction=introduction)
    assert Activity.objects.filter(verb="agreed_to_introduce").count() == 1
    assert Activity.objects.filter(verb="accepted_introduction").count() == 1
    assert Activity.objects.filter(verb="declined_introduction").count() == 1


def test_a_no_said_twice_is_one_no(world):
    step = step_of(ask(world), world.joost)
    actions.decline_to_introduce(world.joost, step=step)
    actions.decline_to_introduce(world.joost, step=step)
    with pytest.raises(Refused):
        actions.agree_to_introduce(world.joost, step=step)
    assert Activity.objects.filter(verb="declined_to_introduce").count() == 1


def test_only_the_one_who_is_asked_may_answer(world):
    introduction = long_way(world)
    first, second = introduction.steps.all()
    for stranger in (world.samira, world.peter, world.marit, world.bram):
        for act in (actions.agree_to_introduce, actions.decline_to_introduce):
            with pytest.raises(IntroductionStep.DoesNotExist):
                act(stranger, step=first)
    for act in (actions.agree_to_introduce, actions.decline_to_introduce):
        with pytest.raises(IntroductionStep.DoesNotExist):
            act(world.peter, step=second)  # not asked yet
    with pytest.raises(IntroductionStep.DoesNotExist):
        actions.write_to_step(world.peter, step=second, text="Hallo?")
    with pytest.raises(IntroductionStep.DoesNotExist):
        actions.write_to_step(world.bram, step=first, text="Hallo?")
    for act in (actions.accept_introduction, actions.decline_introduction):
        for stranger in (world.samira, world.fatma, world.marit, world.bram):
            with pytest.raises(Introduction.DoesNotExist):
                act(stranger, introduction=introduction)
    with pytest.raises(Introduction.DoesNotExist):
        actions.withdraw_introduction(world.fatma, introduction=introduction)
    with pytest.raises(Introduction.DoesNotExist):
        actions.try_route(world.fatma, introduction=introduction, route=[world.joost])
    for stranger in (world.bram, world.marit, world.peter, world.moderator, None):
        with pytest.raises(Introduction.DoesNotExist):
            queries.introduction(stranger, introduction.pk)
        with pytest.raises(IntroductionStep.DoesNotExist):
            queries.step(stranger, first.pk)
    with pytest.raises(IntroductionStep.DoesNotExist):
        queries.step(world.samira, second.pk)
    assert queries.step(world.fatma, first.pk) == first


def test_a_route_must_be_one(world):
    routes = {
        "nobody": [],
        "who does not know her": [world.noor],
        "who did not agree": [world.noor, world.joost],
        "oneself": [world.samira],
        "herself": [world.joost, world.marit],
        "twice": [world.joost, world.joost],
        "too long": [world.joost, world.fatma, world.peter],
    }
    for route in routes.values():
        with pytest.raises(Refused, match="no longer possible") as refused:
            actions.ask_introduction(world.samira, target=world.marit, route=route, purpose=PURPOSE)
        assert refused.value.field == "route"
    assert not Introduction.objects.exists()


def test_what_is_refused_before_anybody_is_bothered(world):
    with pytest.raises(Refused, match="what it is about") as refused:
        actions.ask_introduction(world.samira, target=world.marit, route=[world.joost], purpose=" ")
    assert refused.value.field == "purpose"
    with pytest.raises(Refused, match="already know each other"):
        actions.ask_introduction(
            world.samira, target=world.joost, route=[world.joost], purpose=PURPOSE
        )
    with pytest.raises(Refused, match="to yourself"):
        actions.ask_introduction(
            world.samira, target=world.samira, route=[world.joost], purpose=PURPOSE
        )
    assert ask(world) == ask(world)
    with pytest.raises(Refused, match="already asked for an introduction to Marit"):
        actions.ask_introduction(
            world.samira, target=world.marit, route=[world.joost], purpose="Iets anders."
        )


def _acquaintances_of_joost(world, count: int) -> list[Actor]:
    people = [member(f"Kennis {n}", f"kennis{n}@duinrade.example") for n in range(count)]
    Connection.objects.bulk_create(
        Connection(holder=holder, contact=contact)
        for one in people
        for holder, contact in ((one, world.joost), (world.joost, one))
    )
    return people


def test_five_introductions_a_day_and_five_open(world, on_monday, time_machine):
    people = _acquaintances_of_joost(world, 7)

    def ask_for(person: Actor) -> Introduction:
        return actions.ask_introduction(
            world.samira, target=person, route=[world.joost], purpose=PURPOSE
        )

    asked = [ask_for(person) for person in people[:5]]
    with pytest.raises(Refused, match="You asked 5 introductions today"):
        ask_for(people[5])
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    with pytest.raises(Refused, match="You have 5 introductions open"):
        ask_for(people[5])
    step = step_of(asked[0], world.joost)
    actions.decline_to_introduce(world.joost, step=step)
    with pytest.raises(Refused, match="You have 5 introductions open"):
        ask_for(people[5])  # a no frees no place: that would tell of it
    actions.withdraw_introduction(world.samira, introduction=asked[0])
    time_machine.move_to(MONDAY + rules.LATELY, tick=False)  # Joost had his five of two weeks
    ask_for(people[5])


@pytest.mark.parametrize(
    ("one", "other"), [("samira", "fatma"), ("fatma", "peter"), ("peter", "marit")]
)
def test_a_broken_tie_stops_the_route_without_a_word(world, one, other):
    """Nobody behind the gap hears of it; to everybody before it, it just waits."""
    introduction = long_way(world)
    if (one, other) == ("peter", "marit"):
        agree(introduction, world.fatma)
    actions.end_connection(getattr(world, other), contact=getattr(world, one))
    reached = world.peter if one == "peter" else world.fatma
    agree(introduction, reached)
    for unheard in {world.peter, world.marit} - {reached}:
        with pytest.raises(Introduction.DoesNotExist):
            seen(unheard, introduction)
        assert queries.needs_me_count(unheard) == 0
    assert not Activity.objects.filter(verb="proposed_introduction").exists()
    assert seen(world.samira, introduction).stage is Stage.WAITING
    assert seen(reached, introduction).stage is Stage.WAITING


def test_lists_for_each_of_them(world):
    introduction = long_way(world)
    assert [s.introduction for s in queries.introductions_waiting(world.fatma)[0]] == [introduction]
    assert list(queries.introductions_waiting(world.peter)[0]) == []
    assert list(queries.introductions_waiting(world.marit)[1]) == []
    agree(introduction, world.fatma, world.peter)
    assert list(queries.introductions_waiting(world.marit)[1]) == [introduction]
    assert list(queries.introductions_past(world.fatma)) == [introduction]
    actions.decline_introduction(world.marit, introduction=introduction)
    assert list(queries.introductions_waiting(world.marit)[1]) == []
    assert list(queries.introductions_past(world.marit)) == [introduction]
    assert list(queries.introductions_asked(world.samira)) == [introduction]
    assert list(queries.introductions_past(world.samira)) == []
    assert list(queries.introductions_asked(None)) == []
    assert [list(some) for some in queries.introductions_waiting(None)] == [[], []]
