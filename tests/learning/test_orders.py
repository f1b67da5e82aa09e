"""Another order of people: mixed with the usual one, learned, used, and taken back."""

from datetime import timedelta

import numpy as np
import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.learning.placing import placed
from tests.learning.story import QUESTION, as_, look, open_page
from tests.world import World, acquaint
from vaknet.domain.finding import queries as finder
from vaknet.domain.learning import actions, queries
from vaknet.domain.learning.features import FORMULA, NAMES, edition
from vaknet.domain.learning.lessons import Lesson
from vaknet.domain.learning.models import Outcome, Ranking, Search, Shown, Side
from vaknet.interfaces.commands import learn

# The other way round: who fits least, first.
WORST = [-one for one in FORMULA]


def run(*words: str) -> str:
    done = CliRunner().invoke(learn.command, words)
    return done.output


def upside_down(world: World, **more: object) -> Lesson:
    trial = actions.use_ranking(name="Upside down", weights=WORST, use="trial")
    return Lesson(world.samira, 6, is_kept=True, trial=trial, **more)


def arranged(world: World, lesson: Lesson) -> list[str]:
    found = finder.who_can_help(world.samira, QUESTION, limit=6, arrange=lesson.arrange).people
    lesson.keys(found)
    return [one.actor.first_name for one in found]


def test_two_orders_are_mixed_as_the_coin_falls(learns: World) -> None:
    usual = arranged(learns, Lesson(learns.samira, 6, is_kept=True))
    lesson = upside_down(learns, coin=lambda: False)
    shown = arranged(learns, lesson)
    assert sorted(shown) == sorted(usual)
    assert shown[:2] == [usual[-1], usual[0]]
    assert [one.side for one in lesson.placed] == [2, 1, 2, 1]
    assert lesson.placed[0].propensities == [0.5, 0.5, 0.0, 0.0]
    assert [one.person.first_name for one in lesson.placed] == shown


def test_who_is_not_drafted_keeps_her_usual_place_behind_it(learns: World) -> None:
    lesson = upside_down(learns, coin=lambda: True)
    lesson.places = 2
    usual = arranged(learns, Lesson(learns.samira, 6, is_kept=True))
    assert arranged(learns, lesson) == [usual[0], usual[-1], usual[1], usual[2]]


@pytest.mark.parametrize("coin", [True, False])
def test_a_trial_of_the_formula_compares_it_with_itself(learns: World, coin: bool) -> None:
    """Both sides are sums: by their own turns people would stand otherwise on one of them."""
    trial = actions.use_ranking(name="The same", weights=FORMULA, use="trial")
    found = finder.who_can_help(learns.samira, QUESTION, limit=6).people
    by_turns = [found[-1], *found[:-1]]
    lesson = Lesson(learns.samira, 6, is_kept=True, trial=trial, coin=lambda: coin)
    assert lesson.arrange(by_turns) == found
    lesson.keys(found)
    assert [one.propensities[one.place - 1] for one in lesson.placed] == [1.0] * 4


def test_a_page_of_two_orders_is_kept_with_its_chances(learns: World) -> None:
    trial = actions.use_ranking(name="Upside down", weights=WORST, use="trial")
    shown = look(learns.samira)
    search = Search.objects.get()
    assert search.trial == trial
    kept = list(search.shown.order_by("place"))
    assert [one.person for one in kept] == list(shown)
    assert {one.side for one in kept} == {Side.USUAL, Side.TRIAL}
    assert np.sum([one.propensities for one in kept], axis=0) == pytest.approx([1, 1, 1, 1])
    assert all(one.propensities[one.place - 1] > 0 for one in kept)


def test_the_way_to_the_best_one_is_that_of_who_stands_first(learns: World) -> None:
    actions.use_ranking(name="Upside down", weights=WORST, use="usual")
    acquaint(learns.samira, learns.peter)
    page = as_(learns.samira).get("/vraag/", {"q": QUESTION})
    assert page.context["best"].actor == next(iter(look(learns.samira)))


def test_who_stays_out_is_in_no_trial(learns: World) -> None:
    usual = list(look(learns.samira))
    actions.stay_out(learns.samira)
    actions.use_ranking(name="Upside down", weights=WORST, use="trial")
    for _ in range(5):
        assert list(look(learns.samira)) == usual
    assert not Search.objects.exists()


def test_another_usual_order_is_for_everybody_and_can_be_taken_back(learns: World) -> None:
    usual = list(look(learns.samira))
    actions.stay_out(learns.fatma)
    actions.use_ranking(name="Upside down", weights=WORST, use="usual")
    first, *_, last = look(learns.samira)
    assert (first, last) == (usual[-1], usual[0])
    assert Search.objects.latest("pk").usual is not None
    assert run("--back") == "Done.\n"
    assert list(look(learns.samira)) == usual
    assert run("--back") == "There was nothing to end.\n"


def test_without_learning_there_is_the_formula_alone(learns: World, settings) -> None:
    usual = list(look(learns.samira))
    actions.use_ranking(name="Upside down", weights=WORST, use="usual")
    settings.VAKNET_LEARNING = False
    assert list(look(learns.samira)) == usual
    assert "VAKNET_LEARNING is off" in run()


def test_weights_of_other_features_than_ours_are_not_used(learns: World) -> None:
    """Also where these are as many: other numbers, or the same ones from another encoder."""
    usual = list(look(learns.samira))
    for use in ("usual", "trial"):
        actions.use_ranking(name="Of before", weights=WORST, use=use)
    Ranking.objects.update(edition="of before")
    assert list(look(learns.samira)) == usual
    assert queries.usual_weights() == list(FORMULA)
    assert "On trial" not in run()


def test_searches_with_other_numbers_than_ours_teach_nothing(learns: World) -> None:
    look(learns.samira)
    assert len(queries.pages()) == 1
    Search.objects.update(edition="of before")
    assert queries.pages() == []


def test_a_trial_ends_with_the_order_beside_it(learns: World) -> None:
    for use in ("trial", "usual"):
        actions.use_ranking(name=use, weights=WORST, use=use)
    assert [one.use for one in Ranking.objects.filter(until=None)] == ["usual"]
    actions.use_ranking(name="Again", weights=WORST, use="trial")
    assert run("--end-trial") == "Done.\n"
    assert [one.use for one in Ranking.objects.filter(until=None)] == ["usual"]


def _chosen(world: World, trial: Ranking, side: Side, times: int) -> None:
    for _ in range(times):
        there = placed(world.marit, side=side)
        other = placed(world.peter, place=2, side=Side.USUAL if side == 2 else Side.TRIAL)
        actions.note_search(asker=world.samira, placed=[there, other], trial=trial)
        actions.choose(asker=world.samira, handle=world.marit.handle, key=there.key)


def test_the_trial_that_is_chosen_from_more_wins(learns: World) -> None:
    trial = actions.use_ranking(name="Nearer", weights=WORST, use="trial")
    _chosen(learns, trial, Side.TRIAL, 3)
    assert "Neither is better yet." in run()
    _chosen(learns, trial, Side.TRIAL, 9)
    _chosen(learns, trial, Side.USUAL, 1)
    said = run()
    assert "On trial: Nearer. The usual order won 1 searches, the trial 12;" in said
    assert "The trial is better." in said
    _chosen(learns, trial, Side.USUAL, 30)
    assert "The usual order is better." in run()


def test_a_trial_by_hand(learns: World) -> None:
    assert "From now on the two orders are mixed." in run("--weight", "nearness=0.5")
    trial = Ranking.objects.get(use="trial", until=None)
    assert trial.name == "By hand: nearness=0.5"
    assert trial.weights == [1.0, 0.5, *FORMULA[2:]]
    for wrong in ("nearness", "charm=2", "nearness=very"):
        assert "write NAME=NUMBER, of standing, nearness," in run("--weight", wrong)
    for endless in ("nearness=nan", "nearness=inf", "nearness=-inf"):
        assert "that is no number to weigh by" in run("--weight", endless)
    assert Ranking.objects.get(until=None) == trial
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    assert Shown.objects.filter(outcome=Outcome.CHOSEN, search__trial=trial).count() == 1


def _weeks_of_use(world: World, *, true: list[float], a_week: int = 30) -> None:
    """Twelve weeks: people look from the top down, and choose by what is true."""
    chance = np.random.default_rng(3)
    now = timezone.now()
    people = [world.marit, world.peter, world.joost, world.fatma]
    for number in range(12 * a_week):
        made = chance.normal(size=(4, len(NAMES))).round(2)
        made = made[np.argsort(-(made @ np.asarray(FORMULA)))]
        likely = 1 / (1 + np.exp(1 - 2 * (made @ np.asarray(true)))) / np.arange(1, 5)
        search = Search.objects.create(
            asker=world.samira,
            edition=edition(),
            at=now - timedelta(weeks=12 - number // a_week, hours=1),
        )
        certain = np.eye(4).tolist()
        Shown.objects.bulk_create(
            Shown(
                search=search,
                person=person,
                place=place + 1,
                features=made[place].tolist(),
                propensities=certain[place],
                outcome=int(chance.random() < likely[place]),
            )
            for place, person in enumerate(people)
        )


def test_what_is_learned_is_used_only_where_it_is_better(learns: World) -> None:
    true = [one / 10 for one in FORMULA[:-1]] + [1.5]
    _weeks_of_use(learns, true=true)
    said = run()
    assert "It is better." in said
    assert not Ranking.objects.exists(), "it only says so"
    assert "The finder uses it from now on." in run("--use")
    assert queries.usual_weights()[-1] > 2 * queries.usual_weights()[0]
    assert "Not surely better: what is in use stays." in run("--use")
    assert Ranking.objects.count() == 1


def test_the_formula_stays_where_people_choose_by_it(learns: World) -> None:
    _weeks_of_use(learns, true=list(FORMULA))
    assert "Not surely better: what is in use stays." in run("--use")
    assert not Ranking.objects.exists()


def test_what_was_learned_can_be_tried_first(learns: World) -> None:
    _weeks_of_use(learns, true=list(FORMULA), a_week=20)
    assert "From now on the two orders are mixed." in run("--trial")
    trial = Ranking.objects.get()
    assert (trial.name, trial.use, len(trial.weights)) == ("Learned", "trial", len(NAMES))


def test_with_too_little_nothing_is_learned(learns: World) -> None:
    look(learns.samira)
    said = run("--use")
    assert "Too little to learn from: in the last weeks somebody was chosen from 0 pages" in said
    assert "Nothing was learned, so there is nothing to try." in run("--trial")
    assert not Ranking.objects.exists()


def test_a_page_with_one_person_teaches_nothing(learns: World) -> None:
    actions.note_search(asker=learns.samira, placed=[placed(learns.marit)])
    assert queries.pages() == []
    look(learns.samira)
    [page] = queries.pages()
    assert page.features.shape == (4, len(NAMES))
    assert page.seen.tolist() == [1.0, 1 / 2, 1 / 3, 1 / 4]
