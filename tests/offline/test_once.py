"""What a browser sends twice happens once, and the second time is told plainly."""

import threading
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone, translation

from tests import world as worlds
from vaknet.domain.activity import actions
from vaknet.domain.activity.models import Actor, Receipt
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.interfaces.jobs import clock
from vaknet.interfaces.web.context import mine

TEXT = "Wij deden het in twee weken."


def client_of(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(actor.account)
    return client


def waited(client: Client, actor: Actor, to: str, **fields: str):
    """As the outbox sends it."""
    fields.setdefault("once", str(uuid4()))
    return client.post(to, fields, headers={"Vaknet-Outbox": mine(actor.pk)})


@pytest.fixture
def address(world) -> str:
    return f"/vraag/{world.question.pk}/"


def answers(world) -> int:
    return Answer.objects.filter(author=world.samira).count()


def test_an_answer_that_waited_is_posted_and_says_where(world, address):
    sent = waited(client_of(world.samira), world.samira, address, text=TEXT)
    given = Answer.objects.get(author=world.samira)
    assert sent.status_code == 201
    assert sent.json() == {
        "said": "Dank je wel. Je antwoord staat erbij.",
        "where": f"{address}#answer-{given.pk}",
    }


def test_the_same_again_changes_nothing(world, address):
    client, once = client_of(world.samira), str(uuid4())
    first = waited(client, world.samira, address, text=TEXT, once=once)
    again = waited(client, world.samira, address, text=TEXT, once=once)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {"said": "", "where": address}
    assert answers(world) == 1


def test_a_form_whose_first_try_did_arrive(world, address):
    """The connection broke after it; the outbox sends what the form had sent."""
    client, once = client_of(world.samira), str(uuid4())
    assert client.post(address, {"text": TEXT, "once": once}).status_code == 303
    assert waited(client, world.samira, address, text=TEXT, once=once).status_code == 200
    assert client.post(address, {"text": TEXT, "once": once})["Location"] == address
    assert answers(world) == 1


def test_what_was_posted_apart_is_posted_apart(world, address):
    client = client_of(world.samira)
    for text in (TEXT, "En het scheelde veel papier."):
        waited(client, world.samira, address, text=text)
    assert answers(world) == 2


def test_two_members_may_have_the_same_name_for_a_post(world, address):
    once = str(uuid4())
    for actor in (world.samira, world.noor):
        assert waited(client_of(actor), actor, address, text=TEXT, once=once).status_code == 201


A_NAME = "1f4c0baa-d365-4552-a8e5-ef376c5e7aa3"


@pytest.mark.parametrize("once", ["", "x", "1" * 36, A_NAME.upper(), f"{A_NAME}0"])
def test_what_is_no_name_is_no_receipt(world, address, once):
    client_of(world.samira).post(address, {"text": TEXT, "once": once})
    assert answers(world) == 1
    assert not Receipt.objects.exists()


def test_a_refusal_is_a_page_and_may_be_mended(world, address):
    client, once = client_of(world.samira), str(uuid4())
    no = waited(client, world.samira, address, text="", once=once)
    assert no.status_code == 422
    assert "error-summary" in no.text
    assert waited(client, world.samira, address, text=TEXT, once=once).status_code == 201


def test_what_is_not_there_leaves_no_receipt(world):
    gone = waited(client_of(world.samira), world.samira, "/vraag/987654321/", text=TEXT)
    assert gone.status_code == 404
    assert not Receipt.objects.exists()


def test_who_is_signed_in_now_is_another(world, address):
    """What Samira left behind on this device is not posted in the name of Noor."""
    assert waited(client_of(world.noor), world.samira, address, text=TEXT).status_code == 401
    assert waited(Client(), world.samira, address, text=TEXT).status_code == 401
    assert not Answer.objects.filter(text=TEXT).exists()


@pytest.mark.parametrize("to", ["/vraag/987654321/", "/gesprek/987654321/", "/vraag/nieuw/"])
def test_to_a_guest_all_is_shut_in_the_same_way(world, to, address):
    """With whatever name: nobody learns by it what there is, or who is a member."""
    there, nowhere = (waited(Client(), world.samira, one, text=TEXT) for one in (address, to))
    assert there.status_code in {401, 404}
    if nowhere.status_code == 401:
        assert there.content == nowhere.content


def test_questions_conversations_and_replies_too(world):
    client, group = client_of(world.samira), world.group.actor.handle
    post = knowledge.start_conversation(world.marit, groups=[world.group], title="Wat nu?")
    to = {
        "/vraag/nieuw/": {"title": "Wie weet dit?", "group": group},
        "/gesprek/nieuw/": {"title": "Een tip", "groups": group},
        f"/gesprek/{post.pk}/": {"text": TEXT},
    }
    for address, fields in to.items():
        once = str(uuid4())
        codes = [
            waited(client, world.samira, address, once=once, **fields).status_code
            for _time in range(2)
        ]
        assert codes == [201, 200], address
    assert Question.objects.filter(author=world.samira).count() == 1
    assert Post.objects.filter(title="Een tip").count() == 1
    assert Reply.objects.filter(post=post).count() == 1


def test_nobody_sees_in_a_receipt_whose_it_is(world, address):
    """Also of a question without a name: no account, no moment, no words."""
    once = str(uuid4())
    waited(client_of(world.samira), world.samira, address, text=TEXT, once=once)
    [receipt] = Receipt.objects.values_list()
    assert receipt[1] == timezone.localdate()
    assert once not in receipt[0]


def test_receipts_are_kept_for_two_months(world):
    today = timezone.localdate()
    with transaction.atomic():
        actions.is_sent_first(world.samira, name="now", on=today)
        actions.is_sent_first(world.samira, name="then", on=today - actions.RECEIPTS_KEPT)
        actions.is_sent_first(
            world.samira, name="before", on=today - actions.RECEIPTS_KEPT - clock.DAY
        )
    clock.forget_received_mail(0)
    assert Receipt.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_receipt_without_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.is_sent_first(Actor(pk=1), name="x", on=timezone.localdate())


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one():
    """A tab and another, both back online."""
    world = worlds.build()
    once, codes = str(uuid4()), []
    clients = [client_of(world.samira) for _one in range(2)]

    def send(client: Client) -> None:
        with translation.override("nl"):
            to = f"/vraag/{world.question.pk}/"
            codes.append(waited(client, world.samira, to, text=TEXT, once=once).status_code)
        connections.close_all()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 201]
    assert answers(world) == 1
