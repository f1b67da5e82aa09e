"""One introduction, drawn for one of the people in it."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import rules
from vaknet.domain.connections.models import (
    Connection,
    Introduction,
    IntroductionMessage,
    IntroductionOutcome,
    IntroductionStep,
)
from vaknet.domain.connections.queries.descriptions import described
from vaknet.domain.connections.queries.graph import Describe, Stop, routes
from vaknet.domain.connections.queries.introductions import (
    Exchange,
    IntroductionView,
    MessageView,
    Part,
    Stage,
    StopView,
)
from vaknet.domain.connections.queries.outcomes import outcome_of
from vaknet.domain.connections.queries.stages import progress_of, stage_of
from vaknet.domain.people.apart import ids_apart, name_only

NEXT_ROUTES = 2


def introduction(
    viewer: Actor | None, pk: int, *, describe: Describe | None = None
) -> IntroductionView:
    """Raises Introduction.DoesNotExist for whoever has no part in it, or not yet."""
    if viewer is None:
        raise Introduction.DoesNotExist
    row = (
        Introduction.objects.select_related("asker", "target", "thanks")
        .prefetch_related(
            Prefetch("outcomes", IntroductionOutcome.objects.filter(until=None)),
            Prefetch("steps", IntroductionStep.objects.select_related("go_between")),
            Prefetch("messages", IntroductionMessage.objects.select_related("author")),
        )
        .get(pk=pk)
    )
    return _Drawing(viewer, row, describe, timezone.now()).view()


def step(viewer: Actor | None, pk: int) -> IntroductionStep:
    """A step that the viewer asked for or was asked as; raises IntroductionStep.DoesNotExist."""
    found = IntroductionStep.objects.select_related("introduction").get(pk=pk)
    parties = (found.go_between_id, found.introduction.asker_id)
    if viewer is None or found.asked_at is None or viewer.pk not in parties:
        raise IntroductionStep.DoesNotExist
    return found


class _Drawing:
    """Holds what every part of the drawing looks at, so that it is loaded and decided once."""

    def __init__(
        self, viewer: Actor, row: Introduction, describe: Describe | None, now: datetime
    ) -> None:
        self.viewer, self.row, self.describe = viewer, row, describe
        self.apart = ids_apart(viewer)
        self.steps = list(row.steps.all())
        self.messages = list(row.messages.all())
        self.mine = next(
            (one for one in self.steps if one.go_between_id == viewer.pk and one.asked_at), None
        )
        self.part = _part(viewer, row, self.mine, self.apart)
        self.carried = rules.carried(self.steps)
        self.route = self._route()
        self.names = self._names()
        self.stage = stage_of(
            self.part, row, steps=self.steps, messages=self.messages, mine=self.mine, now=now
        )
        self.knows_they_met = self.stage in (Stage.AGREED, Stage.LEFT)

    def _route(self) -> list[IntroductionStep]:
        """The attempt to draw: one's own as a go-between, else the one that matters now."""
        if self.mine is not None:
            return [one for one in self.steps if one.attempt == self.mine.attempt]
        if self.part is Part.TARGET or self.row.agreed_at is not None:
            return rules.current_attempt(self.carried)
        return rules.current_attempt(self.steps)

    def _names(self) -> dict[int, Stop]:
        """Who each stop is to the viewer: a person, or a description."""
        people = [self.row.asker, *(one.go_between for one in self.route), self.row.target]
        seat = {person.pk: index for index, person in enumerate(people)}[self.viewer.pk]
        hidden = {
            person.pk: people[index - 1] if seat < index else people[index + 1]
            for index, person in enumerate(people[1:-1], 1)
            if abs(index - seat) > 1 and self.row.agreed_at is None
        }
        names = {person.pk: person.name for person in people if person.pk in self.apart}
        words = names | _descriptions(self.viewer, hidden, self.describe)
        return {
            person.pk: Stop(None, words[person.pk]) if person.pk in words else Stop(person)
            for person in people
        }

    def _line(self) -> tuple[StopView, ...]:
        people: list[tuple[Actor, IntroductionStep | None]] = [
            (self.row.asker, None),
            *((one.go_between, one) for one in self.route),
            (self.row.target, None),
        ]
        seat = next(i for i, (person, _) in enumerate(people) if person.pk == self.viewer.pk)
        parts = [Part.ASKER, *[Part.GO_BETWEEN] * len(self.route), Part.TARGET]
        return tuple(
            StopView(
                stop=self.names[person.pk],
                part=part,
                progress=progress,
                is_viewer=index == seat,
                note=_note(step, forward=index <= seat or self.row.agreed_at is not None),
                exchange=self._exchange(step),
            )
            for index, ((person, step), part, progress) in enumerate(
                zip(people, parts, progress_of(self.row, self.route), strict=True)
            )
        )

    def _exchange(self, step: IntroductionStep | None) -> Exchange | None:
        """To a go-between her own words with the asker; to the asker those with anybody."""
        if step is None or self.part is Part.TARGET:
            return None
        if self.mine is not None and step.pk != self.mine.pk:
            return None
        said = tuple(self._said(one) for one in self.messages if one.step_id == step.pk)
        if not said and self.part is Part.ASKER:
            return None
        other = step.go_between_id if self.part is Part.ASKER else self.row.asker_id
        return Exchange(
            step_id=step.pk,
            other=self.names[other],
            messages=said,
            may_write=other not in self.apart
            and rules.may_write_to_step(self.viewer, step, self.row),
        )

    def _said(self, message: IntroductionMessage) -> MessageView:
        return MessageView(
            author=self.names.get(message.author_id) or Stop(message.author),
            is_viewer=message.author_id == self.viewer.pk,
            text=message.text,
            at=message.at,
        )

    def _conversation(self) -> tuple[MessageView, ...]:
        """The words of all, for whoever is in it; who left keeps what she saw."""
        if not self.knows_they_met:
            return ()
        left = self.mine.left_at if self.mine is not None else None
        return tuple(
            self._said(message)
            for message in self.messages
            if message.step_id is None and (left is None or message.at <= left)
        )

    def view(self) -> IntroductionView:
        row, viewer = self.row, self.viewer
        asked = [one.go_between_id for one in self.steps if one.asked_at is not None]
        more = self.stage is Stage.NEXT_ROUTE
        return IntroductionView(
            pk=row.pk,
            part=self.part,
            stage=self.stage,
            asker=row.asker,
            target=name_only(row.target) if row.target_id in self.apart else row.target,
            purpose=row.purpose,
            question=row.question,
            asked_at=row.asked_at,
            agreed_at=row.agreed_at,
            line=self._line(),
            messages=self._conversation(),
            outcome=outcome_of(viewer, row, self.steps, knows_they_met=self.knows_they_met),
            my_step_id=self.mine.pk if self.mine is not None else None,
            next_routes=tuple(
                routes(viewer, row.target, limit=NEXT_ROUTES, without=asked, describe=self.describe)
            )
            if more
            else (),
            may_answer=self._may_answer(),
            may_withdraw=rules.may_withdraw_introduction(viewer, row),
            may_write=rules.may_write_in_introduction(viewer, row, self.steps),
            may_leave=rules.may_leave_introduction(viewer, row, self.steps),
        )

    def _may_answer(self) -> bool:
        if self.mine is not None:
            return rules.may_answer_step(self.viewer, self.mine, self.row)
        return rules.may_answer_introduction(self.viewer, self.row)


def _part(viewer: Actor, row: Introduction, mine: IntroductionStep | None, apart: set[int]) -> Part:
    """None for whoever is kept apart from the two; but what she asked may still look open."""
    is_asker = viewer.pk == row.asker_id
    if {row.asker_id, row.target_id} & apart and not (is_asker and rules.is_open_to_asker(row)):
        raise Introduction.DoesNotExist
    if is_asker:
        return Part.ASKER
    if viewer.pk == row.target_id and row.proposed_at is not None:
        return Part.TARGET
    if mine is not None:
        return Part.GO_BETWEEN
    raise Introduction.DoesNotExist


def _note(step: IntroductionStep | None, *, forward: bool) -> str:
    """A recommendation travels forward; back it goes once all agreed."""
    return step.note if step is not None and forward else ""


def _descriptions(
    viewer: Actor, hidden: Mapping[int, Actor], describe: Describe | None
) -> dict[int, str]:
    """Words for the stops beyond the neighbours, each with one beside it. Contacts have a name."""
    if not hidden:
        return {}
    ties = Connection.objects.filter(holder=viewer, contact__in=hidden, until=None)
    known = set(ties.values_list("contact_id", flat=True))
    farther = {pk: neighbour for pk, neighbour in hidden.items() if pk not in known}
    words = dict(describe(viewer, list(farther))) if describe is not None and farther else {}
    rest = {pk: neighbour for pk, neighbour in farther.items() if pk not in words}
    return described(rest) | words
