"""Letters stop with one click, by the mail program or by the reader, and start again as easily."""

import re

from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.mail.test_sending import letter_to
from tests.world import World
from vaknet.domain.people.models import Account
from vaknet.domain.people.unsubscribing import unsubscribe_token
from vaknet.interfaces.mail.letters.accounts import sign_in_code
from vaknet.interfaces.mail.post import compose, send

STRICT = {"enforce_csrf_checks": True}


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name="send_letter").count()


def path_in(letter) -> str:
    [path] = re.findall(r"https?://[^/]+(/afmelden/\S+/)", letter.body)
    return path


def test_the_button_of_the_mail_program_stops_letters(world: World) -> None:
    letter = compose(letter_to(world.samira))
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path_in(letter) in letter.extra_headers["List-Unsubscribe"]
    answer = Client(**STRICT).post(path_in(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    send(letter_to(world.samira))
    assert waiting() == 0
    send(letter_to(world.marit))
    assert waiting() == 1


def test_looking_at_the_page_stops_nothing(world: World) -> None:
    path = path_in(compose(letter_to(world.samira)))
    assert "Onze brieven stoppen?" in Client().get(path).text
    assert Account.objects.get(actor=world.samira).mail_stopped_at is None


def test_a_mistake_is_undone_on_the_same_page(world: World) -> None:
    path = path_in(compose(letter_to(world.samira)))
    assert "Stuur mij weer brieven" in Client().post(path, {"act": "stop"}).text
    Client().post(path, {"act": "start"})
    send(letter_to(world.samira))
    assert waiting() == 1


def test_codes_still_come_and_offer_no_way_to_stop_them(world: World) -> None:
    letter = compose(sign_in_code("samira@waterveen.example", "BCDF23", "nl"))
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "afmelden" not in letter.body


def test_a_broken_link_says_so_and_betrays_nobody(world: World) -> None:
    gone = unsubscribe_token(Account(pk=10**9))
    pages = [Client().get(f"/afmelden/{token}/") for token in ("x", "1~x", gone, f"{gone}x")]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page.text) for page in pages}) == 1


def test_in_settings_it_is_a_button_too(world: World) -> None:
    client = Client()
    client.force_login(world.samira.account, "vaknet.interfaces.web.adapter.Backend")
    client.post("/ik/instellingen/mail/", {"act": "stop"})
    assert "Stuur mij weer brieven" in client.get("/ik/instellingen/").text
    client.post("/ik/instellingen/mail/", {"act": "start"})
    assert Account.objects.get(actor=world.samira).mail_stopped_at is None
