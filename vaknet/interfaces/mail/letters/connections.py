"""Letters about meeting people: somebody asks, somebody said yes, another route is there.

Nobody is told of a no. Each letter looks at how things stand when it is sent, not when they
happened: what was answered meanwhile is not mailed any more. What somebody asks or writes is not
mailed to whoever muted her; it stands on the page.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import queries, rules
from vaknet.domain.connections.models import (
    ConnectionRequest,
    Introduction,
    IntroductionMessage,
    IntroductionStep,
    RequestMessage,
)
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.apart import are_apart, keeps_out
from vaknet.interfaces.mail.letters.answering import answer_to, words_in_introduction, words_to
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import AnswerTo


def _send(
    to: Actor,
    thread: str,
    url: str,
    content: Callable[[], Content],
    answer_to: AnswerTo | None = None,
) -> None:
    write(to, thread=thread, url=url, content=content, answer_to=answer_to)


def _link(to: Actor, purpose: str, object_id: int) -> str:
    token = action_token(to, purpose, object_id)
    return settings.BASE_URL + reverse("introduction-link", args=[token])


def _page(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _request(activity: Activity) -> ConnectionRequest:
    return ConnectionRequest.objects.select_related("sender", "recipient").get(
        pk=activity.object_id
    )


def request_received(activity: Activity) -> None:
    request = _request(activity)
    muted = keeps_out(request.recipient, request.sender)
    if muted or not rules.is_open_to_recipient(request):
        return
    name = {"name": request.sender.name}
    _send(
        request.recipient,
        f"request-{request.pk}",
        _link(request.recipient, "request", request.pk),
        lambda: Content(
            subject=_("%(name)s would like to connect") % name,
            opening=_("%(name)s writes:") % name,
            quote=request.note,
            closing=_("If you say no, nobody is told."),
            action=_("Read and answer"),
        ),
        answer_to(Matter.REQUEST, request.pk),
    )


def request_replied(activity: Activity) -> None:
    message = RequestMessage.objects.select_related(
        "author", "request__sender", "request__recipient"
    ).get(pk=activity.object_id)
    request = message.request
    to_recipient = message.author_id == request.sender_id
    reader = request.recipient if to_recipient else request.sender
    if keeps_out(reader, message.author) or not rules.may_reply_to_request(reader, request):
        return
    name = {"name": message.author.name}
    _send(
        reader,
        f"request-{request.pk}",
        _link(reader, "request", request.pk),
        lambda: Content(
            subject=_("%(name)s replied to you") % name,
            opening=_("%(name)s writes:") % name,
            quote=message.text,
            action=_("Read and answer"),
        ),
        (answer_to if to_recipient else words_to)(Matter.REQUEST, request.pk),
    )


def request_accepted(activity: Activity) -> None:
    request = _request(activity)
    name = {"name": request.recipient.name}
    _send(
        request.sender,
        f"request-{request.pk}",
        _page("profile", request.recipient.handle),
        lambda: Content(
            subject=_("You and %(name)s know each other now") % name,
            opening=_("%(name)s said yes to your note.") % name,
            quote=request.note,
            action=_("To the profile"),
        ),
    )


def _introduction(pk: int) -> Introduction:
    rows = Introduction.objects.select_related("asker", "target")
    return rows.prefetch_related("steps__go_between", "messages").get(pk=pk)


def introduction_asked(activity: Activity) -> None:
    """To the first stop of the route that is tried now."""
    introduction = _introduction(activity.object_id)
    for step in rules.current_attempt(list(introduction.steps.all()))[:1]:
        _ask_go_between(introduction, step)


def introduction_passed_on(activity: Activity) -> None:
    """To the stop after the one that said yes, if there is one."""
    step = IntroductionStep.objects.get(pk=activity.object_id)
    introduction = _introduction(step.introduction_id)
    for following in introduction.steps.all():
        if (following.attempt, following.position) == (step.attempt, step.position + 1):
            _ask_go_between(introduction, following)


def _ask_go_between(introduction: Introduction, step: IntroductionStep) -> None:
    muted = keeps_out(step.go_between, introduction.asker)
    if muted or not rules.may_answer_step(step.go_between, step, introduction):
        return
    names = {"asker": introduction.asker.name, "target": introduction.target.name}
    _send(
        step.go_between,
        f"introduction-{introduction.pk}",
        _link(step.go_between, "step", step.pk),
        lambda: Content(
            subject=_("%(asker)s would like to meet %(target)s") % names,
            opening=_("%(asker)s asks you to help. It is about this:") % names,
            quote=introduction.purpose,
            closing=_("You can say yes or no, or ask something first. Nobody is told of a no."),
            action=_("Read and answer"),
        ),
        answer_to(Matter.STEP, step.pk),
    )


def step_written(activity: Activity) -> None:
    """To the other one of asker and go-between; the asker may not know the name of the latter."""
    message = IntroductionMessage.objects.select_related("step").get(pk=activity.object_id)
    introduction = _introduction(message.introduction_id)
    step = next((one for one in introduction.steps.all() if one.pk == message.step_id), None)
    if step is None:
        return
    by_asker = message.author_id == introduction.asker_id
    reader = step.go_between if by_asker else introduction.asker
    muted = keeps_out(reader, message.author)
    if muted or not rules.may_write_to_step(reader, step, introduction):
        return
    url = _link(reader, "step", step.pk) if by_asker else _page("introduction", introduction.pk)
    _send(
        reader,
        f"introduction-{introduction.pk}",
        url,
        lambda: _words_of(reader, introduction, step, message, by_asker=by_asker),
        (answer_to if by_asker else words_to)(Matter.STEP, step.pk),
    )


def _words_of(
    reader: Actor,
    introduction: Introduction,
    step: IntroductionStep,
    message: IntroductionMessage,
    *,
    by_asker: bool,
) -> Content:
    names = {"target": introduction.target.name, "asker": introduction.asker.name}
    if by_asker:
        subject, opening = _("%(asker)s answered you") % names, _("%(asker)s writes:") % names
    else:
        view = queries.introduction(reader, introduction.pk)
        exchange = next(one for one in view.exchanges if one.step_id == step.pk)
        name = exchange.other.name
        subject = _("A question about your introduction to %(target)s") % names
        opening = _("%(name)s writes:") % {"name": name[:1].upper() + name[1:]}
    return Content(subject, opening, quote=message.text, action=_("Read and answer"))


def introduction_proposed(activity: Activity) -> None:
    introduction = _introduction(activity.object_id)
    is_open = rules.may_answer_introduction(introduction.target, introduction)
    muted = keeps_out(introduction.target, introduction.asker)
    if muted or not is_open or introduction.declined_at is not None:
        return
    names = {"asker": introduction.asker.name, "through": activity.actor.name}
    _send(
        introduction.target,
        f"introduction-{introduction.pk}",
        _link(introduction.target, "introduction", introduction.pk),
        lambda: Content(
            subject=_("%(asker)s would like to meet you") % names,
            opening=_("%(through)s introduces %(asker)s to you. It is about this:") % names,
            quote=introduction.purpose,
            closing=_("Only you decide. If you say no, nobody is told."),
            action=_("Read and answer"),
        ),
        answer_to(Matter.INTRODUCTION, introduction.pk),
    )


def introduction_agreed(activity: Activity) -> None:
    """To everybody in the conversation that opens now."""
    introduction = _introduction(activity.object_id)
    names = {"asker": introduction.asker.name, "target": introduction.target.name}
    for reader in _conversation(introduction):
        _send(
            reader,
            f"introduction-{introduction.pk}",
            _page("introduction", introduction.pk),
            lambda: Content(
                subject=_("%(asker)s and %(target)s know each other now") % names,
                opening=_("Everybody said yes. You can write to each other from now on."),
                action=_("To your conversation"),
            ),
            words_in_introduction(introduction.pk),
        )


def introduction_written(activity: Activity) -> None:
    message = IntroductionMessage.objects.select_related("author").get(pk=activity.object_id)
    introduction = _introduction(message.introduction_id)
    name = {"name": message.author.name}
    for reader in _conversation(introduction):
        if reader.pk != message.author_id and not keeps_out(reader, message.author):
            _send(
                reader,
                f"introduction-{introduction.pk}",
                _page("introduction", introduction.pk),
                lambda: Content(
                    subject=_("%(name)s wrote to you") % name,
                    opening=_("%(name)s writes:") % name,
                    quote=message.text,
                    action=_("To your conversation"),
                ),
                words_in_introduction(introduction.pk),
            )


def _conversation(introduction: Introduction) -> Iterable[Actor]:
    carried = rules.carried(list(introduction.steps.all()))
    there = [step.go_between for step in carried if step.left_at is None]
    if are_apart(introduction.asker, introduction.target):
        return there  # for the two themselves it is closed
    return [introduction.asker, *there, introduction.target]


def next_route_offered(activity: Activity) -> None:
    introduction = _introduction(activity.object_id)
    view = queries.introduction(introduction.asker, introduction.pk)
    if not view.next_routes:
        return
    names = {"target": introduction.target.name, "name": view.next_routes[0].first.first_name}
    _send(
        introduction.asker,
        f"introduction-{introduction.pk}",
        _page("introduction", introduction.pk),
        lambda: Content(
            subject=_("Another route to %(target)s") % names,
            opening=_("There is no answer yet. That can have many reasons."),
            closing=_("You can wait, or ask through %(name)s.") % names,
            action=_("See the next route"),
        ),
    )
