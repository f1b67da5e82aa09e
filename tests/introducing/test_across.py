"""An introduction across the border, from each of its two sides, step by step."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests.introducing.story import PURPOSE, QUESTION, THERE, Told, agree, carried, letters
from vaknet.domain.activity.models import Activity
from vaknet.domain.introducing import actions, queries, rules
from vaknet.domain.introducing.models import EndedBefore, IntroductionAcross, ShownToPartner
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.networks.actions.ending import end_now
from vaknet.domain.networks.models import Side
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import across, clock_of_introductions

Telling, End = IntroductionAcross.Telling, IntroductionAcross.End


def agree_to_meet(told: Told, row: IntroductionAcross, **more: str) -> IntroductionAcross:
    given = {"words": "Graag, dinsdag kan.", "mail": "marit@oosterhage.example"} | more
    actions.agree_across(told.world.marit, introduction=row, **given)
    row.refresh_from_db()
    return row


# --- Somebody here asks


def test_what_she_writes_goes_to_the_partner_with_her_card_and_nothing_else(told: Told) -> None:
    told.takes_all()
    row = carried(told.asked())
    assert row.arrived_at is not None
    assert row.telling == Telling.NOTHING
    (heard,) = told.heard("introduction/ask")
    assert heard == {
        "token": row.token,
        "shown": THERE,
        "name": "Samira El Idrissi",
        "headline": "vergunningverlener, gemeente Waterveen",
        "mail": "samira@waterveen.example",
        "purpose": PURPOSE,
    }


def test_her_mail_address_goes_along_only_when_she_ticked_it(told: Told) -> None:
    told.takes_all()
    carried(told.asked(with_mail=False))
    assert told.heard("introduction/ask")[0]["mail"] == ""


def test_asking_for_one_answer_twice_is_once(told: Told) -> None:
    assert told.asked().pk == told.asked(purpose="Iets heel anders dan de eerste keer.").pk


def test_a_yes_comes_back_and_is_told_by_mail(told: Told) -> None:
    told.takes_all()
    row = carried(told.asked())
    yes = {"token": row.token, "name": "Ada de Boer", "mail": "ada@west.example", "words": "Graag!"}
    assert told.partner.asks("introduction/yes", yes).json() == {"taken": True}
    again = yes | {"mail": "else@west.example"}
    assert told.partner.asks("introduction/yes", again).json() == {"taken": True}
    row.refresh_from_db()
    assert (row.other_mail, row.words) == ("ada@west.example", "Graag!")
    assert row.agreed_at is not None
    sent = letters("was_answered_across")
    assert list(sent) == ["samira"]
    assert "Ada de Boer of Vaknet West would like to meet you too" in sent["samira"]
    assert "Graag!" in sent["samira"]


def test_a_yes_counts_also_when_nobody_heard_that_the_asking_arrived(told: Told) -> None:
    row = told.asked()
    told.partner.asks("introduction/yes", {"token": row.token, "name": "", "mail": "x", "words": 1})
    row.refresh_from_db()
    assert row.arrived_at == row.agreed_at
    assert (row.other_name, row.other_mail, row.words) == ("Ada de Boer", "", "")


def test_another_partner_cannot_answer_and_nobody_answers_for_what_is_not_there(
    told: Told, settings
) -> None:
    from tests.networks.partner import a_partner

    row = told.asked()
    with a_partner() as other:
        settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}
        other.in_force("who_can_help")
        for what in ("introduction/yes", "introduction/end"):
            same = {"token": row.token, "name": "Eve", "mail": "eve@x.example", "words": ""}
            assert other.asks(what, same).json() == {"taken": True}
            assert other.asks(what, same | {"token": ""}).json() == {"taken": True}
    row.refresh_from_db()
    assert (row.agreed_at, row.ended_at, row.other_mail) == (None, None, "")


def test_a_silent_partner_is_told_again_later_and_she_hears_when_it_is_no_use(told: Told) -> None:
    row = told.asked()  # the partner answers 404
    first = carried(row)
    assert first.tries == 1
    assert first.due_at > timezone.now()
    assert carried(row).tries == 1  # not yet
    told.takes_all()
    with travel(timezone.now() + timedelta(hours=1)):
        across.carry_due()
    row.refresh_from_db()
    assert row.arrived_at is not None

    told.partner.answers.clear()
    lost = told.asked(shown="c" * 22)
    carried(lost)
    with travel(timezone.now() + timedelta(days=4)):
        across.carry_due()
    lost.refresh_from_db()
    assert lost.stuck_at is not None
    assert lost.telling == Telling.NOTHING
    told.takes_all()
    actions.try_again_across(told.world.samira, introduction=lost)
    actions.try_again_across(told.world.samira, introduction=lost)
    assert carried(lost).arrived_at is not None


def test_one_silent_partner_is_asked_once_in_a_round(told: Told) -> None:
    told.asked()
    told.asked(shown="c" * 22)
    clock_of_introductions.carry_introductions_due(0)
    assert len(told.heard("introduction/ask")) == 1
    assert set(IntroductionAcross.objects.values_list("tries", flat=True)) == {1}


def test_she_takes_it_back_and_the_other_network_hears_that(told: Told) -> None:
    told.takes_all()
    row = carried(told.asked())
    actions.end_across(told.world.samira, introduction=row)
    actions.end_across(told.world.samira, introduction=row)
    row = carried(row)
    assert told.heard("introduction/end") == [{"token": row.token}]
    assert (row.end, row.other_name, row.other_headline) == (End.WITHDRAWN, "", "")


def test_what_was_taken_back_is_not_told_as_asked(told: Told) -> None:
    """Told and taken back crossed each other: the older news changes nothing."""
    row = told.asked()
    actions.end_across(told.world.samira, introduction=row)
    actions.was_told(introduction=row, what=Telling.ASK)
    actions.was_not_told(introduction=row, what=Telling.ASK, now=timezone.now())
    row.refresh_from_db()
    assert (row.arrived_at, row.telling, row.tries) == (None, Telling.END, 0)


def test_an_end_is_told_for_two_months_and_no_longer(told: Told) -> None:
    row = told.asked()
    actions.end_across(told.world.samira, introduction=row)
    row.refresh_from_db()
    later = timezone.now() + timedelta(days=61)
    actions.was_not_told(introduction=row, what=Telling.END, now=later)
    row.refresh_from_db()
    assert row.telling == Telling.NOTHING


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"purpose": " "}, "Write why you would like to meet."),
        ({"purpose": "Bel me."}, "Write a bit more"),
        ({"purpose": "x" * 1001}, "too long"),
    ],
)
def test_what_does_not_say_why_is_refused(told: Told, more: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        told.asked(**more)


def test_there_is_an_end_to_asking_on_one_day(told: Told) -> None:
    for number in range(rules.MOST_ASKED_A_DAY):
        told.asked(shown=f"{number:022d}")
    with pytest.raises(Refused, match="Go on tomorrow"):
        told.asked(shown="z" * 22)
    told.asked(told.world.joost, shown="z" * 22)


def test_without_a_treaty_nothing_is_asked(told: Told) -> None:
    told.treaty.shares.all().delete()
    with pytest.raises(Refused, match="do not work together"):
        told.asked()


# --- Somebody there asks


def test_who_is_asked_gets_a_letter_with_name_network_and_why(told: Told) -> None:
    row = told.incoming()
    assert (row.member, row.other_name) == (told.world.marit, "Ada de Boer")
    sent = letters("was_asked_across")
    assert list(sent) == ["marit"]
    assert "Ada de Boer of Vaknet West would like to meet you" in sent["marit"]
    assert PURPOSE in sent["marit"]
    assert "ada@westerdam.example" not in sent["marit"]
    assert list(queries.waiting_across(told.world.marit)) == [row]


def test_her_yes_crosses_with_the_words_and_the_address_that_she_chose(told: Told) -> None:
    told.takes_all()
    row = carried(agree_to_meet(told, told.incoming(), mail="marit@thuis.example"))
    agree_to_meet(told, row, mail="else@thuis.example")
    assert told.heard("introduction/yes") == [
        {
            "token": row.token,
            "name": "Marit Hoekstra",
            "mail": "marit@thuis.example",
            "words": "Graag, dinsdag kan.",
        }
    ]
    assert row.telling == Telling.NOTHING
    assert letters("was_asked_across") == {}  # answered meanwhile


def test_a_no_is_told_to_nobody(told: Told) -> None:
    row = told.incoming()
    actions.decline_across(told.world.marit, introduction=row)
    actions.decline_across(told.world.marit, introduction=row)
    row.refresh_from_db()
    assert row.telling == Telling.NOTHING
    assert told.partner.heard == []
    assert letters("was_asked_across") == {}
    with pytest.raises(Refused, match="answered or ended"):
        agree_to_meet(told, row)


def test_a_no_to_a_whole_network_keeps_it_away(told: Told) -> None:
    row = told.incoming()
    actions.decline_across(told.world.marit, introduction=row, and_all=True)
    assert told.shown() == []
    assert queries.findable_by_networks(told.world.marit) == set()


def test_the_partner_hears_the_same_whatever_comes_of_it(told: Told) -> None:
    token = told.shown()[0]["token"]
    actions.stop_being_found(told.world.marit)
    odd = {"token": "t" * 22, "shown": token, "name": "Ada", "purpose": PURPOSE}
    answers = [
        told.partner.asks("introduction/ask", told_of).content
        for told_of in (odd, odd | {"shown": "q" * 22}, odd | {"token": "7"}, odd | {"name": 3}, {})
    ]
    assert set(answers) == {b'{"taken": true}'}
    assert not IntroductionAcross.objects.exists()
    agree(told.world.marit)
    assert told.bring(token, token="u" * 22) == 200
    assert not IntroductionAcross.objects.exists()  # she stopped: dead for good


@pytest.mark.parametrize("act", ["stop", "keep", "untick", "leave"])
def test_what_a_partner_was_told_of_her_is_dead_for_good_when_she_stops(
    told: Told, act: str
) -> None:
    token, marit = told.shown()[0]["token"], told.world.marit
    match act:
        case "stop":
            actions.stop_being_found(marit)
        case "keep":
            actions.keep_from(marit, network=told.network)
        case "untick":
            agree(marit, chosen=[])
        case _:
            leaving.close_account(marit, answers="stay")
            leaving.reopen_account(marit)
    agree(marit)
    told.bring(token)
    assert not IntroductionAcross.objects.exists()
    told.bring(told.shown()[0]["token"], token="u" * 22)
    assert IntroductionAcross.objects.count() == 1


def test_the_limit_of_a_day_tells_no_dead_token_from_a_living_one(told: Told, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.domain.introducing.actions.receiving.MOST_BROUGHT_BY_PARTNER", 2)
    dead = told.shown()[0]["token"]
    agree(told.world.marit, chosen=[])
    said = [told.bring(dead, token=f"{number:022d}") for number in range(3)]
    assert said == [200, 200, 429]


def test_an_asking_that_comes_after_its_own_end_comes_to_nothing(told: Told) -> None:
    token = told.shown()[0]["token"]
    for _twice in range(2):
        told.partner.asks("introduction/end", {"token": "t" * 22})
    assert told.bring(token) == 200
    assert not IntroductionAcross.objects.exists()
    told.bring(token, token="u" * 22)
    assert IntroductionAcross.objects.get().token == "u" * 22
    told.partner.asks("introduction/end", {"token": "u" * 22})
    assert [one.token for one in EndedBefore.objects.all()] == ["t" * 22]
    actions.forget_shown(now=timezone.now() + timedelta(days=8))
    assert not EndedBefore.objects.exists()


def test_ends_of_what_never_came_are_kept_up_to_a_number(told: Told, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.domain.introducing.actions.receiving.MOST_ENDS_KEPT", 2)
    for number in range(4):
        actions.take_in_end(network=told.network, token=f"{number:022d}")
    actions.take_in_end(network=told.network, token="")
    assert EndedBefore.objects.count() == 2


def test_a_minute_without_federation_ends_nothing(told: Told, settings) -> None:
    told.takes_all()
    came, asked = told.incoming(), told.asked()
    settings.FEDERATION = False
    clock_of_introductions.carry_introductions_due(0)
    across.carry(asked.pk)
    assert told.partner.heard == []
    settings.FEDERATION = True
    clock_of_introductions.carry_introductions_due(0)
    came.refresh_from_db()
    asked.refresh_from_db()
    assert (came.ended_at, asked.ended_at) == (None, None)
    assert asked.arrived_at is not None


def test_a_token_is_good_for_one_introduction_of_one_partner_for_seven_days(
    told: Told, settings
) -> None:
    from tests.networks.partner import a_partner

    first, second = told.shown()[0]["token"], told.shown()[0]["token"]
    with a_partner() as other:
        settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}
        treaty = other.in_force("who_can_help")
        Told(told.world, other, treaty).bring(first)
    assert not IntroductionAcross.objects.exists()
    told.bring(first)
    told.bring(first, token="u" * 22)  # used
    told.bring(second)  # the same asking again
    assert IntroductionAcross.objects.count() == 1
    ShownToPartner.objects.filter(token=second).update(at=timezone.now() - timedelta(days=8))
    told.bring(second, token="v" * 22)
    assert IntroductionAcross.objects.count() == 1


def test_what_is_too_short_is_not_brought(told: Told) -> None:
    told.bring(told.shown()[0]["token"], purpose="Hoi")
    assert not IntroductionAcross.objects.exists()


def test_a_flood_is_put_off_until_tomorrow_and_she_is_not_mailed_of_all(
    told: Told, monkeypatch
) -> None:
    monkeypatch.setattr("vaknet.domain.introducing.actions.receiving.MOST_BROUGHT_BY_PARTNER", 5)
    for number in range(5):
        assert told.bring(told.shown()[0]["token"], token=f"{number:022d}") == 200
    assert told.bring(told.shown()[0]["token"], token="z" * 22) == 429
    waiting = queries.waiting_across(told.world.marit)
    assert waiting.count() == 5
    assert Activity.objects.filter(verb="was_asked_across").count() == 5
    from procrastinate.contrib.django.models import ProcrastinateJob

    asked = Activity.objects.filter(verb="was_asked_across").values_list("pk", flat=True)
    jobs = ProcrastinateJob.objects.filter(task_name="follow_up")
    mailed = [one.args["activity_id"] for one in jobs if one.args["activity_id"] in asked]
    assert len(mailed) == rules.MOST_BROUGHT_A_DAY


def test_what_a_hostile_partner_writes_is_cut_and_cleaned(told: Told) -> None:
    told.bring(
        told.shown()[0]["token"],
        name="<b>A\u202eda\n</b>" + "a" * 50_000,
        headline="x\u0007\u2066" * 900,
        mail="javascript:alert(1)@x.example?subject=y",
        purpose="Graag \u202e kennismaken\u0000, want <script>alert(1)</script>".replace("\0", "")
        + "\n" * 60
        + "z" * 9000,
    )
    row = IntroductionAcross.objects.get()
    assert row.other_name.startswith("<b>Ada </b>a")
    assert len(row.other_name) <= 120
    assert len(row.other_headline) <= 240
    assert len(row.purpose) <= 1000
    assert row.other_mail == ""
    assert not {"\u202e", "\u2066", "\u0007"} & {*row.other_name, *row.other_headline, *row.purpose}


@pytest.mark.parametrize(
    "mail",
    ["", "ada", "a@b", "ada@x.example?cc=eve@x.example", "a b@x.example", "ada@x.éxample", 5],
)
def test_what_is_no_address_becomes_no_link(told: Told, mail: object) -> None:
    told.bring(told.shown()[0]["token"], mail=mail)
    assert IntroductionAcross.objects.get().other_mail == ""


def test_the_other_side_ends_it_and_what_it_told_is_gone(told: Told) -> None:
    row = told.incoming()
    told.partner.asks("introduction/end", {"token": row.token})
    told.partner.asks("introduction/end", {"token": row.token})
    row.refresh_from_db()
    assert (row.end, row.other_name, row.other_mail, row.purpose) == (End.ENDED, "", "", "")
    assert Activity.objects.filter(verb="was_ended_across").count() == 1
    with pytest.raises(Refused, match="answered or ended"):
        agree_to_meet(told, row)


def test_an_end_before_a_yes_is_not_theirs_to_give(told: Told) -> None:
    """Else it would be a no that crosses."""
    row = told.asked()
    told.partner.asks("introduction/end", {"token": row.token})
    row.refresh_from_db()
    assert row.ended_at is None


def test_she_may_end_it_after_her_yes_and_says_yes_or_no_before(told: Told) -> None:
    told.takes_all()
    row = told.incoming()
    with pytest.raises(Refused, match="Say yes or no first"):
        actions.end_across(told.world.marit, introduction=row)
    row = carried(agree_to_meet(told, row))
    actions.end_across(told.world.marit, introduction=row)
    carried(row)
    assert told.heard("introduction/end") == [{"token": row.token}]


def test_an_address_that_is_none_is_refused(told: Told) -> None:
    with pytest.raises(Refused, match="not quite right"):
        agree_to_meet(told, told.incoming(), mail="marit")


def test_nobody_else_answers_for_her(told: Told) -> None:
    row = told.incoming()
    with pytest.raises(IntroductionAcross.DoesNotExist):
        actions.decline_across(told.world.samira, introduction=row)
    with pytest.raises(IntroductionAcross.DoesNotExist):
        queries.introduction_across(told.world.samira, row.pk)


# --- The end


def test_nobody_answered_in_time_ends_at_both_sides_by_themselves(told: Told) -> None:
    asked, came = told.asked(), told.incoming()
    declined = told.asked(shown="d" * 22)
    with travel(timezone.now() + timedelta(days=31)):
        clock_of_introductions.tend_introductions_across(0)
    asked.refresh_from_db()
    assert asked.ended_at is None  # a yes may be on its way
    with travel(timezone.now() + timedelta(days=38)):
        clock_of_introductions.tend_introductions_across(0)
    for row in (asked, came, declined):
        row.refresh_from_db()
        assert (row.end, row.other_name, row.telling) == (End.EXPIRED, "", Telling.NOTHING)
    assert letters("was_asked_across", "was_answered_across") == {}


def test_what_came_through_a_treaty_goes_when_that_ends(told: Told) -> None:
    told.takes_all()
    agreed = carried(agree_to_meet(told, told.incoming()))
    asked = told.asked()
    told.treaty.ended_at = timezone.now()
    told.treaty.save()
    token = told.network.pk
    clock_of_introductions.carry_introductions_due(0)
    for row in (agreed, asked):
        row.refresh_from_db()
        assert (row.end, row.other_name, row.other_mail) == (End.PARTED, "", "")
        assert row.network_id == token
    assert not ShownToPartner.objects.exists()
    clock_of_introductions.carry_introductions_due(0)


def test_they_go_with_the_very_act_that_ends_the_treaty(told: Told) -> None:
    row = told.incoming()
    told.treaty.proposed_by = "there"
    end_now(told.treaty, by=Side.HERE, why="Klaar.", at=timezone.now())
    row.refresh_from_db()
    assert (row.end, row.other_name) == (End.PARTED, "")


def test_without_a_treaty_her_yes_goes_nowhere(told: Told) -> None:
    row = told.incoming()
    told.treaty.ended_at = timezone.now()
    told.treaty.save()
    with pytest.raises(Refused, match="do not work together"):
        agree_to_meet(told, row)


def test_asking_and_answering_again_later_keeps_the_pauses_bounded() -> None:
    assert rules.pause(0) == timedelta(seconds=30)
    assert rules.pause(3) == timedelta(minutes=4)
    assert rules.pause(1000) == timedelta(hours=6)


def test_the_question_of_the_story_is_one_that_fits(told: Told) -> None:
    assert told.names(QUESTION) == ["Marit Hoekstra"]
