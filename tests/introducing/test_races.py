"""Several at the same moment, each in a thread with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.connections.test_races import at_once
from tests.introducing.story import QUESTION, Told, agree, tell
from tests.networks.partner import a_partner
from tests.waiting import somebody_waits, then_close
from tests.world import member
from vaknet.domain.finding import actions as finding
from vaknet.domain.introducing import actions
from vaknet.domain.introducing.actions import Asking
from vaknet.domain.introducing.models import IntroductionAcross, ShownToPartner
from vaknet.domain.introducing.partners import partners
from vaknet.domain.networks.models import Network
from vaknet.interfaces.reaching.helpers import ask_all

pytestmark = pytest.mark.django_db(transaction=True)
FEW = 2


@pytest.fixture
def told(transactional_db: None, settings: Any) -> Any:
    with a_partner() as partner:
        settings.FEDERATION_TRIAL = frozenset({partner.base.removeprefix("http://")})
        yield tell(partner)


def test_partners_are_asked_side_by_side_and_a_silent_one_keeps_nobody_waiting(
    told: Told, settings: Any
) -> None:
    person = {"token": "a" * 22, "name": "Ada", "reason": "Weet het."}
    with ExitStack() as open_ones:
        for name in ("Vaknet Noord", "Vaknet Zuid"):
            other = open_ones.enter_context(a_partner())
            other.name = name
            settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}
            other.in_force("who_can_help")
            other.answers["who-can-help"] = lambda _told: {"people": [person]}
        found = ask_all(partners(), QUESTION, "nl")
    shown = {one.network.name: one.people and [who.name for who in one.people] for one in found}
    assert shown == {"Vaknet Noord": ["Ada"], "Vaknet West": None, "Vaknet Zuid": ["Ada"]}


def test_a_double_click_asks_once(told: Told) -> None:
    at_once(*[told.asked] * 4)
    assert IntroductionAcross.objects.count() == 1


def test_one_token_brings_one_introduction_however_many_come_at_once(told: Told) -> None:
    (shown,) = actions.answer_partner(told.network, text=QUESTION, language="nl")

    def bring(number: int) -> None:
        asking = Asking(f"{number:022d}", shown.token, "Ada", "", "", "Kennismaken over scannen.")
        actions.take_in_asking(network=told.network, asking=asking)

    at_once(*[lambda number=number: bring(number) for number in range(4)])
    assert IntroductionAcross.objects.count() == 1


def held_up(told: Told, act: Callable[[], Any]) -> Any:
    """What comes of it when the treaty ends while it waits for its turn."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Network.objects.select_for_update(no_key=True).get(pk=told.network.pk)
            running = pool.submit(then_close, act)
            while not somebody_waits():
                assert not running.done()
            told.treaty.shares.all().delete()
        return running.result()


def test_a_treaty_that_ends_while_an_asking_waits_brings_nothing(told: Told) -> None:
    (shown,) = actions.answer_partner(told.network, text=QUESTION, language="nl")
    asking = Asking("t" * 22, shown.token, "Ada", "", "", "Kennismaken over scannen.")
    assert (
        held_up(told, lambda: actions.take_in_asking(network=told.network, asking=asking)) is None
    )
    assert not IntroductionAcross.objects.exists()


def test_a_treaty_that_ends_while_an_answer_waits_shows_nobody(told: Told) -> None:
    def answer() -> Any:
        return actions.answer_partner(told.network, text=QUESTION, language="nl")

    assert held_up(told, answer) == []
    assert not ShownToPartner.objects.exists()


def test_finding_is_done_before_the_lock(told: Told) -> None:
    with CaptureQueriesContext(connection) as heard:
        actions.answer_partner(told.network, text=QUESTION, language="nl")
    statements = [one["sql"] for one in heard]
    (locked,) = [at for at, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql]
    assert locked > 8
    assert len(statements) - locked <= 6


def test_questions_at_once_do_not_go_beyond_the_number_of_people_for_a_day(
    told: Told, monkeypatch: Any
) -> None:
    monkeypatch.setattr("vaknet.domain.introducing.queries.finding.MOST_PEOPLE_A_DAY", FEW)
    for name in ("Els", "Wim", "Kees"):
        agree(member(f"{name} Bakker", f"{name}@x.example", knows=[f"{name} kan timmeren"]))
    finding.index_everything()
    asked = ["Els timmeren", "Wim timmeren", "Kees timmeren", QUESTION]
    at_once(
        *[
            lambda text=text: actions.answer_partner(told.network, text=text, language="nl")
            for text in asked
        ]
    )
    assert ShownToPartner.objects.values("actor").distinct().count() <= FEW
