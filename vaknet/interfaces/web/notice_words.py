"""What a notice says, and where it leads."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.activity.models import Actor
from vaknet.domain.notices.happened import Happened
from vaknet.domain.notices.stops import Stop
from vaknet.interfaces.web.named import place

SENTENCES: dict[str, Promise] = {
    "answered": gettext_lazy("answered your question:"),
    "replied": gettext_lazy("replied in your conversation:"),
    "said_same": gettext_lazy("Your question was asked before:"),
    "doubted_answer": gettext_lazy("doubts whether an answer still holds:"),
    "replied_to_request": gettext_lazy("replied to your note"),
    "accepted_request": gettext_lazy("said yes: you know each other now"),
    "accepted_introduction": gettext_lazy("said yes to an introduction"),
    "was_answered_across": gettext_lazy("You know each other now:"),
    "wrote_in_introduction": gettext_lazy("wrote to you after an introduction"),
    "wrote_to_step": gettext_lazy("There is a question about an introduction"),
    "was_offered_route": gettext_lazy("There is another route for your introduction"),
    "sent_tip": gettext_lazy("wrote to you"),
    "was_given_coffee": gettext_lazy("There is somebody for coffee"),
    "was_reminded_of_coffee": gettext_lazy("Do you feel like coffee? Say yes or no"),
    "said_yes_to_coffee": gettext_lazy("said yes to coffee too"),
    "coffee_came_to_nothing": gettext_lazy("Coffee did not work out this time"),
    "found_no_coffee": gettext_lazy("There was nobody for coffee this time"),
    "thanked": gettext_lazy("thanked you for your answer to"),
    "congratulated": gettext_lazy("congratulated you"),
    "thanked_for_tip": gettext_lazy("Your tip helped"),
    "thanked_for_introduction": gettext_lazy("thanked you for an introduction"),
    "was_told_of_news": gettext_lazy("There is something new for a search that you saved"),
    "asked_to_join": gettext_lazy("would like to join"),
    "let_in": gettext_lazy("A steward let you in:"),
    "declined_join_request": gettext_lazy("There is an answer from"),
    "invited_into_group": gettext_lazy("invites you into"),
    "was_asked_as_steward": gettext_lazy("You are asked to look after"),
    "asked_author": gettext_lazy("asks you to write along:"),
    "asked_poll": gettext_lazy("asks your group:"),
    "published_event": gettext_lazy("plans an event:"),
    "published_opportunity": gettext_lazy("offers something you can apply to:"),
    "asked_whom_met": gettext_lazy("Whom did you meet at"),
    "asked_what_came": gettext_lazy("A month ago you met people at"),
    "sent_in_article": gettext_lazy("An article waits for an editor:"),
    "asked_changes": gettext_lazy("An editor asks for changes in"),
    "published_article": gettext_lazy("Your article is published:"),
    "asked_to_follow_from_elsewhere": gettext_lazy("Would like to follow you, from elsewhere:"),
    "asked_to_follow_group_from_elsewhere": gettext_lazy(
        "Somebody on another network would like to follow a group:"
    ),
    "moved_along_elsewhere": gettext_lazy(
        "Somebody whom you follow moved. We asked whether you may follow there:"
    ),
    "stayed_behind_elsewhere": gettext_lazy(
        "Somebody whom you followed moved. We could not ask there whether you may follow:"
    ),
    "was_answered_elsewhere": gettext_lazy("The organisers answered you:"),
    "moved_elsewhere": gettext_lazy("Something changed at an event elsewhere:"),
    "called_off_elsewhere": gettext_lazy("An event elsewhere is cancelled:"),
}

SEVERAL: dict[str, Promise] = {
    "answered": gettext_lazy("answered your question, the latest of %(number)d answers:"),
    "thanked": gettext_lazy("thanked you, the latest of %(number)d, for your answer to"),
    "congratulated": gettext_lazy("congratulated you, the latest of %(number)d"),
    "replied": gettext_lazy("replied in your conversation, the latest of %(number)d replies:"),
}


def sentence(one: Happened) -> str:
    """What comes after the name of who did it."""
    words = SEVERAL if one.number > 1 and one.verb in SEVERAL else SENTENCES
    return str(words[one.verb]) % {"number": one.number}


def place_of(one: Happened) -> str:
    """The page that it stands on; or, without one of its own, where such things are."""
    sight = one.sight
    if sight is not None:
        return PAGES[one.verb](sight.page, sight.part)
    kind, _dash, number = one.matter.rpartition("-")
    if kind == "introduction":
        return reverse("introduction", args=[number])
    return reverse(ELSEWHERE[one.verb])


def _question(number: int | str, answer: int) -> str:
    page = reverse("question", args=[number])
    return f"{page}#answer-{answer}" if answer else page


def _conversation(number: int | str, reply: int) -> str:
    page = reverse("conversation", args=[number])
    return f"{page}?reactie={reply}#reply-{reply}"


def _coffee(number: int | str, _part: int) -> str:
    return f"{reverse('coffee')}#coffee-{number}"


def _page(name: str) -> Callable[[int | str, int], str]:
    return lambda number, _part: reverse(name, args=[number])


PAGES: dict[str, Callable[[int | str, int], str]] = {
    "answered": _question,
    "thanked": _question,
    "doubted_answer": _question,
    "said_same": _question,
    "replied": _conversation,
    "let_in": _page("group"),
    "declined_join_request": _page("group"),
    "invited_into_group": _page("group"),
    "was_asked_as_steward": _page("group"),
    "asked_to_join": _page("group-requests"),
    "published_article": _page("article"),
    "sent_in_article": _page("make-article"),
    "asked_changes": _page("make-article"),
    "asked_author": _page("make-article"),
    "asked_poll": _page("poll"),
    "published_event": _page("event"),
    "published_opportunity": _page("opportunity"),
    "asked_whom_met": _page("encounters"),
    "asked_what_came": _page("encounters"),
    "congratulated": _page("announcement"),
    "asked_to_follow_group_from_elsewhere": _page("group-federation"),
    "asked_to_follow_from_elsewhere": lambda _number, _part: reverse("my-follows-elsewhere"),
    "moved_along_elsewhere": lambda _number, _part: reverse("my-follows-elsewhere"),
    "stayed_behind_elsewhere": lambda _number, _part: reverse("my-follows-elsewhere"),
    "was_answered_elsewhere": lambda _number, _part: reverse("my-events-elsewhere"),
    "moved_elsewhere": lambda _number, _part: reverse("my-events-elsewhere"),
    "called_off_elsewhere": lambda _number, _part: reverse("my-events-elsewhere"),
    "was_offered_route": _page("introduction"),
    "was_answered_across": _page("introduction-across"),
    "was_given_coffee": _coffee,
    "was_reminded_of_coffee": _coffee,
    "said_yes_to_coffee": _coffee,
    "coffee_came_to_nothing": _coffee,
}
ELSEWHERE = {
    "replied_to_request": "my-contacts",
    "accepted_request": "my-contacts",
    "sent_tip": "looking",
    "was_told_of_news": "my-searches",
    "thanked_for_tip": "my-tips",
    "found_no_coffee": "coffee",
}

type Waiting = tuple[Actor | None, str, str, str]


def waiting_row(stop: Stop) -> Waiting:
    """Who waits for her, for what, about what, and where she answers."""
    return WAITING[stop.kind](stop)


def _introduce(stop: Stop) -> Waiting:
    asked = stop.about.introduction
    says = _("would like to meet %(target)s, through you") % {"target": asked.target.name}
    return asked.asker, says, "", reverse("introduction", args=[asked.pk])


def _introduction(stop: Stop) -> Waiting:
    url = reverse("introduction", args=[stop.about.pk])
    return stop.about.asker, _("would like to meet you"), "", url


def _across(stop: Stop) -> Waiting:
    """Who is a member elsewhere has no page here: the name stands in the words."""
    row = stop.about
    names = {"name": row.other_name, "network": row.network.name}
    says = _("%(name)s of %(network)s would like to meet you") % names
    return None, says, "", reverse("introduction-across", args=[row.pk])


def _treaty(stop: Stop) -> Waiting:
    """A network has no page of a person: its name stands in the words."""
    row = stop.about
    says = _("%(network)s waits for your answer to a treaty") % {"network": row.network.name}
    return None, says, "", reverse("treaty", args=[row.pk])


def _talk(stop: Stop) -> Waiting:
    talk = stop.about
    return talk.proposer, _("would like to talk:"), talk.purpose, reverse("talk", args=[talk.pk])


def _request(stop: Stop) -> Waiting:
    return stop.about.sender, _("wrote you a note"), "", reverse("my-contacts")


def _asked(stop: Stop) -> Waiting:
    asked = stop.about
    url = reverse("question", args=[asked.pk])
    says = _("asks you, and perhaps a few others:") if asked.is_routed else _("asks you by name:")
    return asked.author, says, asked.title, url


def _named(stop: Stop) -> Waiting:
    return stop.about.author, _("named you:"), stop.about.title, place(stop.about)


def _next_step(stop: Stop) -> Waiting:
    card = stop.about
    url = reverse("memory-card", args=[card.about.handle])
    return card.about, _("– your next step:"), card.words.next_step, url


def _looking(stop: Stop) -> Waiting:
    seeker = stop.about.actor
    url = reverse("send-tip", args=[seeker.handle])
    return seeker, _("asks you to be a reference"), "", url


def _tip(stop: Stop) -> Waiting:
    tip = stop.about
    return tip.sender, _("has a tip for you:"), tip.text, f"{reverse('my-tips')}#tip-{tip.pk}"


WAITING: dict[str, Callable[[Stop], Waiting]] = {
    "introduce": _introduce,
    "introduction": _introduction,
    "across": _across,
    "treaty": _treaty,
    "talk": _talk,
    "request": _request,
    "asked": _asked,
    "named": _named,
    "next_step": _next_step,
    "looking": _looking,
    "tip": _tip,
}
