"""Moving a talk that is agreed on: the other one hears it, and can say that it suits or not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.talks.test_talks import agree, bram, coming, marit, samira, signed_in, talk  # noqa: F401
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions, calendar, queries
from vaknet.domain.talks.models import Talk, TalkMove


@pytest.fixture
def agreed(talk: Talk, marit: Actor) -> Talk:  # noqa: F811
    return agree(talk, marit)


def test_moved_and_moved_back(agreed: Talk, samira: Actor, marit: Actor) -> None:  # noqa: F811
    was = agreed.starts_at
    to = coming(5)
    for _twice in range(2):
        moved = actions.move_talk(samira, talk=agreed, to=to)
    assert (moved.starts_at, moved.sequence) == (to, 1)
    assert calendar.waits_for(marit, moved)
    assert not calendar.waits_for(samira, moved)
    back = actions.move_talk(marit, talk=agreed, to=was)
    assert (back.starts_at, back.sequence) == (was, 2)
    assert calendar.waits_for(samira, back)
    log = Activity.objects.filter(verb="moved_talk")
    assert [(one.actor, one.audience) for one in log.order_by("pk")] == [
        (samira, Audience.PARTIES),
        (marit, Audience.PARTIES),
    ]


def test_the_other_one_says_that_it_suits(agreed, samira, marit) -> None:  # noqa: F811
    moved = actions.move_talk(samira, talk=agreed, to=coming(5))
    with pytest.raises(Refused):
        actions.accept_move(samira, talk=moved, sequence=1)
    with pytest.raises(Refused, match=r"nog een keer|once more"):
        actions.accept_move(marit, talk=moved, sequence=0)
    for _twice in range(2):
        actions.accept_move(marit, talk=moved, sequence=1)
    assert not calendar.waits_for(marit, moved)
    assert Activity.objects.filter(verb="accepted_move").count() == 1


def test_what_is_not_moved(talk: Talk, agreed: Talk, samira, marit, bram) -> None:  # noqa: F811
    with pytest.raises(Talk.DoesNotExist):
        actions.move_talk(bram, talk=agreed, to=coming(4))
    with pytest.raises(Refused):
        actions.accept_move(marit, talk=agreed, sequence=0)
    for far in (coming(-1), coming(800)):
        with pytest.raises(Refused):
            actions.move_talk(marit, talk=agreed, to=far)
    for _each in range(actions.MOST_MOVES):
        TalkMove.objects.create(
            talk=agreed, by=marit, was_at=coming(1), starts_at=coming(2), accepted_at=coming(0)
        )
    with pytest.raises(Refused, match=r"vaak|often"):
        actions.move_talk(marit, talk=agreed, to=coming(4))
    actions.cancel_talk(marit, talk=agreed)
    with pytest.raises(Refused):
        actions.move_talk(marit, talk=agreed, to=coming(4))
    waiting = actions.propose_talk(samira, invitee=marit, purpose="Thee", times=[coming(1)])
    with pytest.raises(Refused):
        actions.move_talk(samira, talk=waiting, to=coming(4))


def test_in_the_browser(agreed: Talk, samira, marit, bram) -> None:  # noqa: F811
    page = f"/ik/afspraken/{agreed.pk}/"
    mover, other = signed_in(samira), signed_in(marit)
    assert "Verzet dit gesprek" in mover.get(page).text
    form = mover.get(f"{page}verzetten/").text
    later = agreed.proposed_times.order_by("starts_at")[2]
    assert f'value="{later.pk}"' in form
    assert form.count('name="time"') == 2  # not the one at which it is now
    day = (timezone.localtime() + timedelta(days=6)).date().isoformat()
    for wrong in (
        {},
        {"time": "999"},
        {"date": day},
        {"clock": "10:00"},
        {"date": "2020-01-01", "clock": "10:00"},
        {"date": "morgen", "clock": "10:00"},
        {"date": "0001-01-01", "clock": "00:00"},
        {"date": "9999-12-31", "clock": "23:59"},
    ):
        assert mover.post(f"{page}verzetten/", wrong).status_code == 422
    assert mover.post(f"{page}verzetten/", {"time": later.pk}).status_code == 303
    seen = other.get(page).text
    assert "heeft het verzet" in seen
    assert "De nieuwe tijd is goed" in seen
    assert "De nieuwe tijd is goed" not in mover.get(page).text
    assert "zei dat de nieuwe tijd goed is" not in mover.get(page).text
    mover.post(f"{page}verzetten/", {"date": day, "clock": "10:00"})
    for version in ("", "x", "1", "²"):
        other.post(f"{page}goed/", {"version": version})
    assert TalkMove.objects.filter(accepted_at=None).count() == 2
    other.post(f"{page}goed/", {"version": "2"})
    assert queries.last_move(agreed).accepted_at is not None
    assert "De nieuwe tijd is goed" not in other.get(page).text
    assert "Marit zei dat de nieuwe tijd goed is." in mover.get(page).text
    assert "zei dat de nieuwe tijd goed is" not in other.get(page).text
    local = timezone.localtime(Talk.objects.get(pk=agreed.pk).starts_at)
    assert (local.date().isoformat(), local.hour) == (day, 10)
    for path in ("verzetten/", "goed/"):
        assert signed_in(bram).post(f"{page}{path}").status_code == 404


def test_an_hour_that_the_clock_skips_is_no_new_time(agreed: Talk, samira) -> None:  # noqa: F811
    year = timezone.now().year + 1
    spring = max(d for d in range(25, 32) if date(year, 3, d).weekday() == 6)
    sent = {"date": f"{year}-03-{spring}", "clock": "02:30"}
    page = signed_in(samira).post(f"/ik/afspraken/{agreed.pk}/verzetten/", sent)
    assert page.status_code == 422


def test_a_talk_that_cannot_be_moved_has_no_page_for_it(talk: Talk, samira) -> None:  # noqa: F811
    page = f"/ik/afspraken/{talk.pk}/"
    moved = signed_in(samira).get(f"{page}verzetten/")
    assert (moved.status_code, moved.headers["Location"]) == (303, page)
    assert "Verzet dit gesprek" not in signed_in(samira).get(page).text
