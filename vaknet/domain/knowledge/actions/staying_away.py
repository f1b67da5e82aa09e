"""Its author takes away what moderators had taken away before: then nobody brings that back."""

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply

TOOK_AWAY = "took_away"  # a moderator did


def stay_away(by: Actor, *, thing: Question | Answer | Post | Reply) -> bool:
    """False, and nothing, for what can be read, or is of somebody else. Withdrawing twice is once.

    Inside the transaction of the action that withdraws it. It is gone since that later moment, so
    that it does not come back when the decision of the moderator is undone.
    """
    rows = type(thing)._default_manager.select_for_update(no_key=True)
    held = rows.filter(pk=thing.pk, author=by, withdrawn_at__isnull=False).first()
    if held is None:
        return False
    verb = f"withdrew_{held._meta.model_name}"
    said = Activity.objects.filter(
        object_type=ContentType.objects.get_for_model(held),
        object_id=held.pk,
        verb__in=[TOOK_AWAY, verb],
    )
    last = said.order_by("-pk").first()
    if last is not None and last.verb == TOOK_AWAY:
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
        record(by, verb, held, audience=Audience.SELF)
    return True
