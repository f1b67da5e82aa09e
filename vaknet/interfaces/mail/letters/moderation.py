"""Letters about reports: to who decides, to who wrote it, to who reported it.

None of them says who reported, and none but that to the author says what was written.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.governance import queries
from vaknet.domain.governance.models import Advice, Appeal, Decision, Kind, Report, Unveiling
from vaknet.domain.governance.moderators import deciders, looking_again
from vaknet.domain.knowledge.pseudonyms import behind
from vaknet.domain.people.managers import managers
from vaknet.interfaces.mail.letters.writing import Content, write


def case_opened(activity: Activity) -> None:
    """To who can decide, once for each case: the queue says the rest."""
    said = Report.objects.select_related("case").get(pk=activity.object_id)
    case = said.case
    earlier = case.reports.filter(pk__lt=said.pk).exists()
    if earlier or case.closed_at is not None or said.withdrawn_at is not None:
        return
    _write_of_case(
        case.pk,
        deciders(case),
        lambda: Content(
            subject=_("Somebody reported something"),
            opening=_("It waits for a decision. We promised one within a day."),
            action=_("Look and decide"),
        ),
    )


def case_decided(activity: Activity) -> None:
    """Once it is carried out; before that to the managers who can confirm it."""
    decision = _decision(activity.object_id)
    if decision.waits:
        _ask_second(decision)
    if decision.carried_at is None:
        return
    author = decision.case.author
    if author is not None and decision.kind != Kind.LEAVE:
        _tell_author(behind(author), decision)
    elif author is not None and (undone := queries.taken_back_with(decision)):
        _tell_that_it_is_back(behind(author), undone)
    told = decision.case.reports.filter(withdrawn_at=None, by__isnull=False, at__lte=decision.at)
    for one in told.select_related("by").order_by("pk"):
        if one.by is not None:
            _tell_reporter(one.by, decision)


def _decision(pk: int) -> Decision:
    return Decision.objects.select_related("case__author", "by").get(pk=pk)


def _ask_second(decision: Decision) -> None:
    seconds = deciders(decision.case).filter(pk__in=managers().values("pk"))
    _write_of_case(
        decision.case_id,
        seconds.exclude(pk=decision.by_id or 0),
        lambda: Content(
            subject=_("A removal waits for you"),
            opening=_("Another manager wants to remove something. You look too."),
            action=_("Look and decide"),
        ),
    )


def unveiling_proposed(activity: Activity) -> None:
    """To whoever can be the second pair of eyes."""
    made = Unveiling.objects.select_related("case__author").filter(pk=activity.object_id).first()
    if made is None or made.confirmed_at is not None or made.case.closed_at is not None:
        return
    _write_of_case(
        made.case_id,
        deciders(made.case).exclude(pk=made.by_id or 0),
        lambda: Content(
            subject=_("A moderator wants to know who asked something"),
            opening=_("That takes two of you. Look first whether it is needed."),
            action=_("Look and decide"),
        ),
    )


def unveiling_confirmed(activity: Activity) -> None:
    """To who asked: that two moderators know, and why."""
    made = Unveiling.objects.select_related("case__author").get(pk=activity.object_id)
    if made.case.author is None:
        return
    write(
        behind(made.case.author),
        thread=f"unveiling-{made.pk}",
        url=settings.BASE_URL + reverse("my-reports"),
        content=lambda: Content(
            subject=_("Two moderators learned your name"),
            opening=_("You asked something without your name. Two moderators looked who it was:"),
            quote=made.reason,
            closing=_("They see it as long as they look at the report. Nobody else does."),
            action=_("Read more"),
        ),
    )


def advice_asked(activity: Activity) -> None:
    """To whoever else can open the case. None of what was asked: it is about somebody's words."""
    asked = Advice.objects.select_related("case__author").filter(pk=activity.object_id).first()
    if asked is None or asked.answered_at is not None or asked.case.closed_at is not None:
        return
    _write_of_case(
        asked.case_id,
        deciders(asked.case).exclude(pk=asked.by_id or 0),
        lambda: Content(
            subject=_("A colleague asks what you think"),
            opening=_("It is about a report. One of you answers; she decides herself."),
            action=_("Read the question"),
        ),
    )


def advice_given(activity: Activity) -> None:
    """To who asked, as long as the case is hers to look at."""
    given = Advice.objects.select_related("case__author").filter(pk=activity.object_id).first()
    if given is None:
        return
    _write_of_case(
        given.case_id,
        deciders(given.case).filter(pk=given.by_id or 0),
        lambda: Content(
            subject=_("A colleague answered you"),
            opening=_("You asked what colleagues think of a report."),
            action=_("Read the answer"),
        ),
    )


def _tell_author(author: Actor, decision: Decision) -> None:
    def content() -> Content:
        subjects = {
            Kind.HIDE: _("We hid something that you wrote"),
            Kind.CHANGE: _("Will you change something that you wrote?"),
            Kind.LIMIT: _("You cannot write for a while"),
            Kind.REMOVE: _("We removed something that you wrote"),
        }
        closing = _("Do you not agree? Within six months you can appeal, on the same page.")
        if _is_gone_elsewhere(decision):
            subjects[Kind.REMOVE] = _("We took back what you answered on another network")
            gone = _("That network was asked to throw it away. It does not come back by itself.")
            closing = f"{gone} {closing}"
        return Content(
            subject=subjects[Kind(decision.kind)],
            opening=_("A moderator decided this. The reason is:"),
            quote=decision.reason,
            closing=closing,
            action=_("Read the decision"),
        )

    write(author, thread=_thread(decision), url=_page("decision", decision.pk), content=content)


def _tell_that_it_is_back(author: Actor, decision: Decision) -> None:
    write(
        author,
        thread=_thread(decision),
        url=_page("decision", decision.pk),
        content=lambda: Content(
            subject=_("What we hid is back"),
            opening=_("Whoever decided that changed their mind. It can be read again."),
            action=_("Read the decision"),
        ),
    )


def _tell_reporter(reporter: Actor, decision: Decision) -> None:
    def content() -> Content:
        if decision.kind == Kind.LEAVE:
            return Content(
                subject=_("What you reported stays"),
                opening=_("A moderator looked at it. The reason is:"),
                quote=decision.reason,
                closing=_("Do you not agree? Within six months you can appeal, on the same page."),
                action=_("Read the decision"),
            )
        return Content(
            subject=_("We did something about what you reported"),
            opening=_("Thank you. A moderator looked at it. The reason is:"),
            quote=decision.reason,
            action=_("Read the decision"),
        )

    write(reporter, thread=_thread(decision), url=_page("decision", decision.pk), content=content)


def appeal_made(activity: Activity) -> None:
    """To who can look with fresh eyes; to all who decide when there is nobody else."""
    rows = Appeal.objects.select_related("decision__case", "decision__by", "decision__confirmed_by")
    made = rows.get(pk=activity.object_id)
    held = made.decision
    for moderator in list(looking_again(made)) if made.decided_at is None else []:
        write(
            moderator,
            thread=_thread(held),
            url=_page("appeal", made.pk),
            content=lambda: Content(
                subject=_("Somebody appeals"),
                opening=_("Somebody does not agree with a decision. Will you look again?"),
                action=_("Look and decide"),
            ),
        )


def appeal_decided(activity: Activity) -> None:
    made = Appeal.objects.select_related("decision__case", "by").get(pk=activity.object_id)
    if made.by is None:
        return
    stays = made.upheld
    undone = _("The decision is undone.")
    if _is_gone_elsewhere(made.decision):
        gone = _("Elsewhere your answer stays gone. You can say it again.")
        undone = f"{undone} {gone}"
    write(
        made.by,
        thread=_thread(made.decision),
        url=_page("decision", made.decision_id),
        content=lambda: Content(
            subject=_("Your appeal: the decision stays") if stays else _("You were right"),
            opening=_("Somebody else looked at your appeal. The answer is:"),
            quote=made.reason,
            closing="" if stays else undone,
            action=_("Read the decision"),
        ),
    )


def _is_gone_elsewhere(decision: Decision) -> bool:
    """It was an answer to somebody on another network, where nothing comes back."""
    return decision.kind == Kind.REMOVE and decision.case.answer_elsewhere_id is not None


def _write_of_case(case: int, people: Iterable[Actor], content: Callable[[], Content]) -> None:
    """All letters of one case are one thread."""
    for one in people:
        write(one, thread=f"case-{case}", url=_page("case", case), content=content)


def _thread(decision: Decision) -> str:
    return f"decision-{decision.pk}"


def _page(name: str, pk: int) -> str:
    return settings.BASE_URL + reverse(name, args=[pk])
