"""When a tip led to something: thanks go back along the way that it went."""

from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Answer, Reply
from vaknet.domain.tips import actions, queries


def answer_helped(activity: Activity) -> None:
    """The asker thanked for the answer, or it was chosen as the best."""
    answer = Answer.objects.select_related("question").get(pk=activity.object_id)
    is_asker = activity.actor_id == answer.question.author_id
    if answer.withdrawn_at is None and (is_asker or hasattr(answer, "best_for")):
        actions.thank_along(queries.that_led_to(answer), thanked_by=activity.actor)


def came_along(activity: Activity) -> None:
    """Who was tipped of a conversation takes part in it."""
    reply = Reply.objects.select_related("author").get(pk=activity.object_id)
    if reply.withdrawn_at is None:
        actions.thank_along(queries.that_led_to(reply), thanked_by=reply.author)
