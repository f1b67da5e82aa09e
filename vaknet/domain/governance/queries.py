"""Cases, decisions and appeals, as the one who looks may see them."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import now

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation.queries import is_hidden_elsewhere
from vaknet.domain.governance import rules
from vaknet.domain.governance.models import OURS, Appeal, Case, Decision, Kind, Reason, Report
from vaknet.domain.governance.moderators import all_looking_again, deciders, ground
from vaknet.domain.knowledge.models import Answer, Edit, Post, Question, Reply
from vaknet.domain.knowledge.pseudonyms import names_of, voice
from vaknet.domain.people.managers import is_manager, managers

EARLIER = 10
TEXTS = (Question, Answer, Post, Reply)
TRANSLATING = ("translated", "removed_translation")
THING = ("question", "answer__question", "post", "reply__post", "author", "copy")


@dataclass(frozen=True)
class Counted:
    """How often one reason was given, and what people wrote with it. Not who they are."""

    reason: Reason
    times: int
    texts: list[str]


@dataclass(frozen=True)
class CaseView:
    """`is_hidden`: of what stands on another network, nobody reads it here. `reported_by_her`: who
    looks did so herself, and nobody is left who did not; `was_first`: before all others.
    `sleeps`: a removal waits, and all can know that there is no second manager."""

    case: Case
    reasons: list[Counted]
    kinds: list[Kind]
    earlier: list[Decision]
    last: Decision | None
    is_changed: bool
    may_confirm: bool
    sleeps: bool
    is_hidden: bool
    reported_by_her: bool
    was_first: bool

    @property
    def reports(self) -> int:
        return sum(one.times for one in self.reasons)

    @property
    def reason(self) -> Reason:
        """The one that most people gave."""
        return self.reasons[0].reason if self.reasons else Reason.OTHER


def waiting(viewer: Actor) -> QuerySet[Case]:
    """For a decision, the oldest first: without what is gone, and what its author has time for."""
    has_time = Decision.objects.filter(
        ~_changed_since(),
        case=OuterRef("pk"),
        kind=Kind.CHANGE,
        until__gt=now(),
    )
    rows = ground(viewer).filter(_stands(), Exists(_reports()), closed_at=None)
    rows = rows.filter(~Exists(has_time)).select_related(*THING)
    return rows.order_by("opened_at", "pk")


def _reports() -> QuerySet[Report]:
    return Report.objects.filter(case=OuterRef("pk"), withdrawn_at=None)


def _stands() -> Q:
    """It can be read by somebody: nobody took it away. Of what stands elsewhere we cannot know,
    only of what one of ours answered there."""
    asked = Q(question__isnull=False, question__withdrawn_at=None)
    answered = Q(answer__isnull=False, answer__withdrawn_at=None)
    posted = Q(post__isnull=False, post__withdrawn_at=None)
    replied = Q(reply__isnull=False, reply__withdrawn_at=None)
    answered &= Q(answer__question__withdrawn_at=None)
    replied &= Q(reply__post__withdrawn_at=None)
    there = Q(answer_elsewhere__isnull=False, answer_elsewhere__until=None)
    others = Q(elsewhere__gt="") | Q(is_account=True)
    return asked | answered | posted | replied | there | others


def _changed_since() -> Q:
    """After the decision of the row around, in the language it was written in or in the other."""
    edited, kinds = Q(), ContentType.objects.get_for_models(*TEXTS)
    translated = Q()
    for model in TEXTS:
        name = str(model._meta.model_name)
        about = OuterRef(f"case__{name}")
        edited |= Q(**{name: about})
        translated |= Q(object_type=kinds[model], object_id=about)
    edits = Edit.objects.filter(edited, at__gt=OuterRef("at"))
    log = Activity.objects.filter(translated, verb__in=TRANSLATING, at__gt=OuterRef("at"))
    there = Q(case__answer_elsewhere__changed_at__gt=F("at"))
    return Q(Exists(edits)) | Q(Exists(log)) | there


def case(viewer: Actor, pk: int) -> CaseView:
    """Raises Case.DoesNotExist, also for one that is not hers to decide."""
    held = ground(viewer).select_related(*THING).get(pk=pk)
    last = held.decisions.select_related("by").order_by("-pk").first()
    changed = Decision.objects.filter(_changed_since(), pk=last.pk) if last else None
    by = _by(held) if held.elsewhere else []
    return CaseView(
        case=held,
        reasons=_reasons(held),
        kinds=rules.kinds_for(held, is_manager=is_manager(viewer)),
        earlier=_earlier(viewer, held),
        last=last,
        is_changed=changed is not None and changed.exists(),
        may_confirm=last is not None and last.waits and may_confirm(viewer, last),
        sleeps=_sleeps(last),
        is_hidden=bool(held.elsewhere) and is_hidden_elsewhere(held.elsewhere),
        reported_by_her=viewer.pk in by,
        was_first=by[:1] == [viewer.pk] and len(by) > 1,
    )


def _by(held: Case) -> list[int | None]:
    """Who reported it, the first one first, of those who are here. A report without a name is of
    who left, or of the other account of who is here."""
    rows = held.reports.filter(by__isnull=False).order_by("pk")
    return list(rows.values_list("by", flat=True))


def may_confirm(viewer: Actor, decision: Decision) -> bool:
    """The second pair of eyes is another manager."""
    return decision.by_id != viewer.pk and is_manager(viewer)


def _sleeps(last: Decision | None) -> bool:
    """As all can know who know the managers. One who reported counts as well, and one who asked
    without her name: else it would tell about them. The clock goes by `has_second`."""
    if last is None or not last.waits or last.by is None:
        return False
    return not managers().exclude(pk__in=(last.by.pk, last.case.author_id or 0)).exists()


def has_second(decision: Decision) -> bool:
    """Whether another manager than who decided can look at it too. For the clock alone: it leaves
    out who reported and who asked without her name, so nobody may read it."""
    second = deciders(decision.case).filter(pk__in=managers().values("pk"))
    return second.exclude(decisions=decision).exists()


def _reasons(held: Case) -> list[Counted]:
    texts: dict[str, list[str]] = {}
    rows = held.reports.filter(withdrawn_at=None).order_by("pk").values_list("reason", "text")
    for reason, text in rows:
        texts.setdefault(reason, []).append(text)
    counted = [
        Counted(Reason(reason), len(said), [text for text in said if text])
        for reason, said in texts.items()
    ]
    return sorted(counted, key=lambda one: -one.times)


def _earlier(viewer: Actor, held: Case) -> list[Decision]:
    """What was decided before about the same author, as far as it is her ground. Nothing of who
    left: all who left are one.
    """
    if held.author is None or held.author.is_former:
        return []
    rows = Decision.objects.filter(
        case__in=ground(viewer).filter(author=held.author),
        carried_at__isnull=False,
        dropped_at=None,
    )
    rows = rows.exclude(case=held).exclude(kind=Kind.LEAVE).exclude(appeals__upheld=False)
    return list(rows.order_by("-carried_at")[:EARLIER])


# For who is concerned


def decision(viewer: Actor, pk: int) -> Decision:
    """That was carried out, for its author and who reported it. Raises Decision.DoesNotExist."""
    return _told_to(viewer).select_related(*(f"case__{name}" for name in THING)).get(pk=pk)


def _told_to(viewer: Actor) -> QuerySet[Decision]:
    reported = Report.objects.filter(
        case=OuterRef("case"), by=viewer, withdrawn_at=None, at__lte=OuterRef("at")
    )
    about_me = Q(case__author__in=names_of(viewer.pk)) & ~Q(kind=Kind.LEAVE)
    return Decision.objects.filter(about_me | Exists(reported), carried_at__isnull=False)


def taken_back_with(decision: Decision) -> Decision | None:
    """What whoever decided took back at that moment, for who tells its author."""
    rows = Decision.objects.filter(case=decision.case_id, carried_at__isnull=False)
    return rows.filter(dropped_at=decision.at).first()


def about_me(viewer: Actor) -> QuerySet[Decision]:
    """What was done with what she wrote, the newest first."""
    rows = _told_to(viewer).filter(case__author__in=names_of(viewer.pk))
    return rows.select_related(*(f"case__{name}" for name in THING)).order_by("-carried_at", "-pk")


def my_reports(viewer: Actor) -> QuerySet[Report]:
    rows = Report.objects.filter(by=viewer, withdrawn_at=None)
    return rows.select_related(*(f"case__{name}" for name in THING)).order_by("-at", "-pk")


def decided_for(viewer: Actor, reports: list[Report]) -> dict[int, Decision]:
    """By case, the last that she is told."""
    rows = _told_to(viewer).filter(case__in=[one.case_id for one in reports])
    return {one.case_id: one for one in rows.order_by("pk")}


def open_report(viewer: Actor, pk: int) -> Report:
    """Of hers, on what nobody decided yet. Raises Report.DoesNotExist."""
    return my_reports(viewer).get(pk=pk, case__closed_at=None)


def is_author(viewer: Actor, held: Decision) -> bool:
    """Whether it is about what she wrote, also without her name."""
    author = held.case.author_id
    return author is not None and voice(viewer, author).pk == author


def may_appeal(viewer: Actor, held: Decision) -> bool:
    return rules.may_appeal(held, now(), is_author=is_author(viewer, held))


def my_appeal(viewer: Actor, held: Decision) -> Appeal | None:
    return held.appeals.filter(by=viewer).first()


def is_decided_anew(appeal: Appeal | None) -> bool:
    """Whether who reported was right, and somebody decided on it since: also where the case stayed
    closed as there was another, and once and for all. Else it tells that others reported it."""
    if appeal is None or appeal.upheld is not False or appeal.decided_at is None:
        return False
    case = appeal.decision.case
    rows = Decision.objects.filter(carried_at__gt=appeal.decided_at).exclude(kind=Kind.CHANGE)
    return rows.filter(Q(case=case) | Q(case__in=about_the_same(case))).exists()


def about_the_same(case: Case) -> QuerySet[Case]:
    """Other cases about it, and none about what is gone for good."""
    about = {name: getattr(case, name) for name in (*OURS, "elsewhere", "is_account")}
    if case.is_account:
        about["author"] = case.author
    is_gone = not any(about.values())
    return Case.objects.none() if is_gone else Case.objects.filter(**about).exclude(pk=case.pk)


# Appeals


def appeals_waiting(viewer: Actor) -> list[Appeal]:
    """The oldest first, for whoever did not decide before, or for all when there is nobody else."""
    rows = Appeal.objects.filter(decided_at=None, decision__case__in=ground(viewer))
    rows = rows.select_related("decision__by", "decision__confirmed_by", *_of_appeal())
    appeals = list(rows.order_by("at", "pk"))
    again = all_looking_again([one for one in appeals if not _is_fresh(viewer, one)])
    return [one for one in appeals if viewer.pk in again.get(one.pk, {viewer.pk})]


def _of_appeal() -> list[str]:
    return [f"decision__case__{name}" for name in THING]


def _is_fresh(viewer: Actor, appeal: Appeal) -> bool:
    """Whoever neither decided nor appeals may in any case."""
    held = appeal.decision
    return viewer.pk not in (held.by_id, held.confirmed_by_id, appeal.by_id)


def appeal(viewer: Actor, pk: int) -> Appeal:
    """One that waits for her. Raises Appeal.DoesNotExist."""
    found = next((one for one in appeals_waiting(viewer) if one.pk == pk), None)
    if found is None:
        raise Appeal.DoesNotExist
    return found


def oldest(cases: list[Case]) -> datetime | None:
    return cases[0].opened_at if cases else None


def most_given(cases: list[Case]) -> dict[int, Reason]:
    """By case, the reason that most people gave."""
    rows = Report.objects.filter(case__in=cases, withdrawn_at=None).values("case", "reason")
    counted = rows.annotate(times=Count("pk")).order_by("times", "reason")
    return {row["case"]: Reason(row["reason"]) for row in counted}
