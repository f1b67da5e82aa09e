"""On the page of notices: that something is offered, as long as one can apply."""

import pytest

from tests.notices.test_everything_told import leads_to
from tests.notices.test_noticed import english, react, words  # noqa: F401
from tests.opportunities.a_masterclass import an_open_one, closes
from tests.world import World
from vaknet.domain.groups import actions as groups

pytestmark = pytest.mark.django_db


def test_that_something_is_offered(english: World, react) -> None:  # noqa: F811
    world = english
    groups.choose_mail(world.samira, group=world.group, mail="everything")
    made = an_open_one(world)
    react()
    assert "Marit Hoekstra offers something you can apply to: Masterclass" in words(world.samira)
    assert leads_to(world.samira, f"/kansen/{made.pk}/")
    closes(made)
    assert "Masterclass" not in words(world.samira)
