"""Connecting: with a note, agreed by both, declined in silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.world import acquaint
from vaknet.domain.activity.models import Activity, Audience
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.models import Connection, ConnectionRequest
from vaknet.domain.refusal import Refused

NOTE = "Ik zag je antwoord over scannen. Mag ik je af en toe iets vragen?"


def ask(world) -> ConnectionRequest:
    return actions.request_connection(world.samira, recipient=world.bram, note=NOTE)


def as_the_sender_sees_it(world):
    """All that Samira can learn about her request to Bram, and about herself."""
    [request] = queries.requests_sent(world.samira)
    return (
        [(row.recipient, row.note) for row in queries.requests_sent(world.samira)],
        rules.is_open_to_sender(request),
        [message.text for message in request.messages.all()],
        list(queries.contacts(world.samira)),
        queries.needs_me_count(world.samira),
        queries.request_between(world.samira, world.bram),
        queries.reach(world.samira, [world.bram.pk]),
    )


def test_a_connection_keeps_its_note_day_and_roles(world):
    samira, joost = world.samira, world.joost
    tie = queries.connection_with(samira, joost)
    mirror = queries.connection_with(joost, samira)
    assert tie.note == mirror.note == "Wij kennen elkaar van het werk."
    assert tie.since == mirror.since
    assert tie.contact_headline == "adviseur vergunningen, gemeente Duinrade"
    assert mirror.contact_headline == "vergunningverlener, gemeente Waterveen"


def test_samira_asks_bram_replies_and_accepts(world):
    request = ask(world)
    assert list(queries.requests_waiting(world.bram)) == [request]
    assert queries.needs_me_count(world.bram) == 1
    assert not queries.are_connected(world.samira, world.bram)

    actions.reply_to_request(world.bram, request=request, text="Waar gaat het over?")
    actions.reply_to_request(world.samira, request=request, text="Over jongeren en wonen.")
    actions.accept_request(world.bram, request=request)

    assert queries.are_connected(world.samira, world.bram)
    assert queries.are_connected(world.bram, world.samira)
    assert queries.connection_with(world.bram, world.samira).note == NOTE
    assert queries.contacts(world.samira).first() == world.bram
    assert list(queries.requests_sent(world.samira)) == []
    assert queries.needs_me_count(world.bram) == 0


def test_declining_changes_nothing_that_the_sender_can_see(world):
    request = ask(world)
    before = as_the_sender_sees_it(world)
    told = Activity.objects.exclude(audience=Audience.SELF).count()

    actions.decline_request(world.bram, request=request)

    assert as_the_sender_sees_it(world) == before
    assert Activity.objects.exclude(audience=Audience.SELF).count() == told
    assert list(queries.requests_waiting(world.bram)) == []
    with pytest.raises(ConnectionRequest.DoesNotExist):
        queries.request(world.bram, request.pk)


def test_after_a_no_the_sender_may_write_and_withdraw_as_if_it_waited(world):
    request = ask(world)
    actions.decline_request(world.bram, request=request)
    actions.reply_to_request(world.samira, request=request, text="Het heeft geen haast, hoor.")
    actions.withdraw_request(world.samira, request=request)
    assert list(queries.requests_sent(world.samira)) == []


def test_whoever_said_no_is_not_asked_again_and_the_sender_cannot_tell(world):
    request = ask(world)
    actions.decline_request(world.bram, request=request)
    actions.withdraw_request(world.samira, request=request)

    again = actions.request_connection(world.samira, recipient=world.bram, note="Toch nog eens.")

    assert list(queries.requests_sent(world.samira)) == [again]
    assert list(queries.requests_waiting(world.bram)) == []
    assert queries.needs_me_count(world.bram) == 0


def test_after_half_a_year_the_question_may_be_put_again(world, time_machine):
    request = ask(world)
    actions.decline_request(world.bram, request=request)
    actions.withdraw_request(world.samira, request=request)
    time_machine.move_to(timezone.now() + rules.REST_AFTER_NO + timedelta(days=1))
    again = actions.request_connection(world.samira, recipient=world.bram, note="Toch nog eens.")
    assert list(queries.requests_waiting(world.bram)) == [again]


def test_a_double_click_asks_once_and_another_note_is_refused(world):
    assert ask(world) == ask(world)
    with pytest.raises(Refused, match="already asked Bram Kuipers"):
        actions.request_connection(world.samira, recipient=world.bram, note="Nog een keer?")


def test_asked_again_after_a_no_the_refusal_is_word_for_word_the_same(world):
    request = ask(world)
    with pytest.raises(Refused) as waiting:
        actions.request_connection(world.samira, recipient=world.bram, note="Nog een keer?")
    actions.decline_request(world.bram, request=request)
    with pytest.raises(Refused) as declined:
        actions.request_connection(world.samira, recipient=world.bram, note="Nog een keer?")
    assert str(waiting.value.message) == str(declined.value.message)
    assert waiting.value.field == declined.value.field


def test_two_who_ask_each_other_are_connected(world):
    first = ask(world)
    second = actions.request_connection(world.bram, recipient=world.samira, note="Hallo Samira.")
    assert queries.are_connected(world.samira, world.bram)
    assert second.accepted_at is not None
    assert queries.connection_with(world.samira, world.bram).note == first.note
    assert list(queries.requests_waiting(world.samira)) == []
    assert list(queries.requests_waiting(world.bram)) == []


def test_who_said_no_and_asks_herself_is_connected_at_once(world):
    """Otherwise Samira would see a request beside her own, and know that hers was declined."""
    request = ask(world)
    actions.decline_request(world.bram, request=request)
    actions.request_connection(world.bram, recipient=world.samira, note="Ik heb me bedacht.")
    assert queries.are_connected(world.samira, world.bram)


def test_a_no_may_become_a_yes(world):
    request = ask(world)
    actions.decline_request(world.bram, request=request)
    actions.accept_request(world.bram, request=request)
    assert queries.are_connected(world.samira, world.bram)


@pytest.mark.parametrize("answer", [actions.accept_request, actions.decline_request])
def test_answering_twice_is_answering_once(world, answer):
    request = ask(world)
    assert answer(world.bram, request=request) == answer(world.bram, request=request)
    assert Activity.objects.filter(actor=world.bram).exclude(verb="joined").count() == 1


def test_a_yes_from_before_the_end_connects_nobody_again(world):
    request = ask(world)
    actions.accept_request(world.bram, request=request)
    actions.end_connection(world.samira, contact=world.bram)
    with pytest.raises(Refused, match="no longer open"):
        actions.accept_request(world.bram, request=request)
    assert not queries.are_connected(world.samira, world.bram)


def test_a_guest_has_no_open_request(world):
    ask(world)
    assert queries.request_between(None, world.bram) is None


def test_the_sender_may_not_answer_and_others_find_nothing(world):
    request = ask(world)
    for act in (actions.accept_request, actions.decline_request):
        with pytest.raises(Refused):
            act(world.samira, request=request)
        with pytest.raises(ConnectionRequest.DoesNotExist):
            act(world.joost, request=request)
    with pytest.raises(Refused):
        actions.withdraw_request(world.bram, request=request)
    with pytest.raises(ConnectionRequest.DoesNotExist):
        actions.reply_to_request(world.joost, request=request, text="Hallo?")
    for viewer in (world.joost, world.moderator, None):
        with pytest.raises(ConnectionRequest.DoesNotExist):
            queries.request(viewer, request.pk)


def test_withdrawn_is_gone_for_both(world):
    request = ask(world)
    actions.withdraw_request(world.samira, request=request)
    assert actions.withdraw_request(world.samira, request=request).withdrawn_at is not None
    assert list(queries.requests_waiting(world.bram)) == []
    with pytest.raises(Refused, match="no longer open"):
        actions.accept_request(world.bram, request=request)
    with pytest.raises(Refused, match="no longer open"):
        actions.reply_to_request(world.bram, request=request, text="Hallo?")


def test_a_note_is_required_and_in_own_words(world):
    for note in ("", "   ", "...", "\x00\n"):
        with pytest.raises(Refused, match="short note") as refused:
            actions.request_connection(world.samira, recipient=world.bram, note=note)
        assert refused.value.field == "note"
    with pytest.raises(Refused, match="too long"):
        actions.request_connection(world.samira, recipient=world.bram, note="x" * 2001)
    with pytest.raises(Refused, match="too long"):
        actions.request_connection(world.samira, recipient=world.bram, note="x" * 10_000_000)


def test_nobody_connects_with_herself_or_with_a_contact(world):
    with pytest.raises(Refused, match="with yourself"):
        actions.request_connection(world.samira, recipient=world.samira, note=NOTE)
    with pytest.raises(Refused, match="already know each other"):
        actions.request_connection(world.samira, recipient=world.joost, note=NOTE)


def test_twenty_requests_a_day_are_enough(world, monkeypatch):
    monkeypatch.setattr(rules, "REQUESTS_A_DAY", 3 + 2)  # three in the world itself
    for someone in (world.bram, world.marit):
        actions.request_connection(world.samira, recipient=someone, note=NOTE)
    with pytest.raises(Refused, match="You asked 5 people to connect today"):
        actions.request_connection(world.samira, recipient=world.peter, note=NOTE)


def test_the_limit_counts_the_same_whether_declined_or_not(world, monkeypatch, time_machine):
    monkeypatch.setattr(rules, "REQUESTS_A_DAY", 3 + 1)
    actions.decline_request(world.bram, request=ask(world))
    with pytest.raises(Refused):
        actions.request_connection(world.samira, recipient=world.marit, note=NOTE)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    actions.request_connection(world.samira, recipient=world.marit, note=NOTE)


def test_a_conversation_before_accepting_has_an_end(world, monkeypatch):
    monkeypatch.setattr(rules, "MESSAGES_PER_EXCHANGE", 2)
    request = ask(world)
    actions.reply_to_request(world.bram, request=request, text="Een")
    actions.reply_to_request(world.bram, request=request, text="Een")
    actions.reply_to_request(world.bram, request=request, text="Twee")
    assert [message.text for message in request.messages.all()] == ["Een", "Twee"]
    with pytest.raises(Refused, match="a lot already"):
        actions.reply_to_request(world.samira, request=request, text="Drie")


def test_an_ended_connection_is_ended_for_both_and_kept_as_history(world):
    actions.end_connection(world.samira, contact=world.joost)
    assert not queries.are_connected(world.joost, world.samira)
    assert world.joost not in queries.contacts(world.samira)
    assert Connection.objects.filter(holder=world.samira, contact=world.joost).count() == 1
    with pytest.raises(Connection.DoesNotExist):
        actions.end_connection(world.samira, contact=world.joost)
    acquaint(world.samira, world.joost, note="Opnieuw begonnen.")
    assert queries.connection_with(world.joost, world.samira).note == "Opnieuw begonnen."


def test_contacts_are_ones_own_newest_first_in_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        known = list(queries.contacts(world.samira))
    assert known == [world.fatma, world.noor, world.joost]
    assert known[2].note == "Wij kennen elkaar van het werk."
    assert known[2].headline_then == "adviseur vergunningen, gemeente Duinrade"
    assert list(queries.contacts(None)) == []
    assert list(queries.requests_waiting(None)) == list(queries.requests_sent(None)) == []
    assert queries.needs_me_count(None) == 0
