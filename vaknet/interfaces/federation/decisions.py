"""What moderators decided about somebody's words, told to who wrote them elsewhere."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import rules
from vaknet.domain.federation.models import RemoteActor
from vaknet.domain.federation.rules import mark_of
from vaknet.domain.governance import queries
from vaknet.domain.governance.models import Appeal, Decision, Kind
from vaknet.domain.governance.rules import APPEAL_ELSEWHERE
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.letters import write_to

SALT = "vaknet.federation.decision"


def case_decided(activity: Activity) -> None:
    """With a link at which she can appeal: she cannot sign in here. What she said on her own
    network alone is not of here: she did not bring it, and hears nothing of who reads it."""
    held = Decision.objects.select_related("case__author").get(pk=activity.object_id)
    if held.carried_at is None or held.case.elsewhere:
        return
    if held.kind != Kind.LEAVE:
        _tell(held.case.author, held, f"decision-{_mark(held)}", outcome="")
    elif undone := queries.taken_back_with(held):
        _tell(held.case.author, undone, f"undone-{_mark(held)}", outcome=_in_words(stays=False))


def appeal_decided(activity: Activity) -> None:
    made = Appeal.objects.select_related("decision", "by").get(pk=activity.object_id)
    outcome = _in_words(stays=bool(made.upheld))
    _tell(made.by, made.decision, f"appeal-{_mark(made)}", outcome=outcome)


def _mark(decided: Decision | Appeal) -> str:
    """How many there were is nobody's business there."""
    return mark_of(SALT, f"{decided._meta.model_name} {decided.pk}")


def _in_words(*, stays: bool) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("The decision stays") if stays else _("The decision is undone")


def _tell(author: Actor | None, held: Decision, name: str, *, outcome: str) -> None:
    """What she wrote is not repeated."""
    if not rules.is_on():
        return
    remote = RemoteActor.objects.filter(actor=author, gone_at=None).select_related("actor").first()
    if remote is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        says = outcome or _("A moderator decided something about words of yours here.")
        read = _("Read the decision")
    link = address_of_decision(remote.actor, held)
    write_to(remote, sender=who.network(), name=name, says=says, link=link, read=read)


def address_of_decision(author: Actor, held: Decision) -> str:
    token = action_token(author, APPEAL_ELSEWHERE, held.pk)
    return settings.BASE_URL + reverse("decision-elsewhere", args=[token])
