"""Two who bring the same code at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.accounts.phone import code_of
from vaknet.domain.people import actions


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_the_same_code_at_once_one_gets_in() -> None:
    account = actions.knock("race@elders.example", language="nl")
    actions.join(account, name="Ras de Race")
    secret = "JBSWY3DPEHPK3PXP"
    # Right now and after it, also when a half minute ends in between.
    actions.turn_on_second_step(account, secret=secret, code=code_of(secret))
    code = code_of(secret, steps=1)

    def once(_number: int) -> bool:
        try:
            return actions.pass_second_step(account, code=code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(once, range(2))) == [False, True]
