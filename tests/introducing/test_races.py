"""Several at the same moment, each in a thread with a database connection of its own."""

from contextlib import ExitStack
from typing import Any

import pytest

from tests.connections.test_races import at_once
from tests.introducing.story import QUESTION, Told, agree, tell
from tests.networks.partner import a_partner
from tests.world import member
from vaknet.domain.finding import actions as finding
from vaknet.domain.introducing import actions
from vaknet.domain.introducing.actions import Asking
from vaknet.domain.introducing.models import IntroductionAcross, ShownToPartner
from vaknet.domain.introducing.partners import partners
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
