"""Why this person: the only place where reasons are worded. Each is true now and can be checked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel.dates import format_skeleton
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Answer, Article
from vaknet.domain.people.models import HelpOffer, KnownTopic, Profile, Role
from vaknet.domain.programme.models import Session
from vaknet.kit.words import date_in_words


class Code(StrEnum):
    BEST_ANSWER = "best_answer"
    ANSWERED = "answered"
    WROTE = "wrote"
    GAVE = "gave"
    KNOWS = "knows"
    HAS_ROLE = "has_role"
    HAD_ROLE = "had_role"
    PROFILE = "profile"
    HAPPY_TO_HELP = "happy_to_help"


@dataclass(frozen=True)
class Reason:
    """`lead` and `text` make a sentence; `marks` are where in `text` the question's words stand.

    The source can be looked at: an answer under its question, an article, a session in its
    programme, or else her profile.
    """

    code: Code
    lead: str
    text: str
    actor: Actor
    marks: tuple[tuple[int, int], ...] = ()
    question: int | None = None
    answer: int | None = None
    article: int | None = None
    session: tuple[int, int] | None = None
    """Its event, and itself."""

    @property
    def in_other_words(self) -> bool:
        """Whether it means what was asked without a word of it."""
        return not self.marks and self.code is not Code.HAPPY_TO_HELP

    @property
    def sentence(self) -> str:
        return f"{self.lead} {self.text}".strip()


def from_answers(actor: Actor, answers: list[Answer], *, best: bool) -> Reason:
    """`answers` on related questions, the closest first; that one is named and linked."""
    answer = answers[0]
    title = answer.question.title
    if best:
        lead, text = _("Gave the best answer"), _("to “%(title)s”.") % {"title": title}
    elif len(answers) == 1:
        lead, text = _("Answered this before:"), _("“%(title)s”.") % {"title": title}
    else:
        lead = ngettext(
            "Gave %(count)s answer on this,", "Gave %(count)s answers on this,", len(answers)
        ) % {"count": len(answers)}
        text = _("such as to “%(title)s”.") % {"title": title}
    code = Code.BEST_ANSWER if best else Code.ANSWERED
    return Reason(code, lead, text, actor, question=answer.question_id, answer=answer.pk)


def from_articles(actor: Actor, articles: list[Article]) -> Reason:
    """The closest first; that one is named and linked."""
    article, count = articles[0], len(articles)
    lead = ngettext(
        "Wrote about this:", "Wrote %(count)s articles on this, the closest:", count
    ) % {"count": count}
    text = _("“%(title)s”.") % {"title": article.post.title}
    return Reason(Code.WROTE, lead, text, actor, article=article.pk)


def from_sessions(actor: Actor, sessions: list[Session], today: date) -> Reason:
    """The closest first; that one is named and linked."""
    session, count = sessions[0], len(sessions)
    if count > 1:
        lead = ngettext(
            "Gave %(count)s session on this, the closest:",
            "Gave %(count)s sessions on this, the closest:",
            count,
        ) % {"count": count}
    elif session.kind == Session.Kind.WORKSHOP:
        lead = _("Gave the workshop")
    elif session.kind == Session.Kind.TALK:
        lead = _("Gave the talk")
    else:
        lead = _("Spoke to everybody in")
    language = (get_language() or "nl")[:2]
    day = date_in_words(session.local_start.date(), language, today=today)
    text = _("“%(title)s” on %(day)s.") % {"title": session.title, "day": day}
    place = (session.event_id, session.pk)
    return Reason(Code.GAVE, lead, text, actor, session=place)


def from_topic(actor: Actor, topic: KnownTopic, confirmed: int) -> Reason:
    """`confirmed`: how many saw that she does."""
    text = _("“%(topic)s”.") % {"topic": topic.text}
    if confirmed:
        told = ngettext(
            "%(number)s fellow professional confirms this",
            "%(number)s fellow professionals confirm this",
            confirmed,
        )
        text += f" {told % {'number': confirmed}}."
    return Reason(Code.KNOWS, _("Says to know this:"), text, actor)


def from_role(actor: Actor, role: Role, today: date) -> Reason:
    organisation = role.organisation.name if role.organisation else ""
    what = ", ".join(filter(None, [role.title, organisation]))
    if role.until is not None and role.until <= today:
        period = _period(role.since, role.until)
        return Reason(Code.HAD_ROLE, _("Did this work:"), f"{what}{period}.", actor)
    since = _(", since %(month)s") % {"month": _month(role.since)} if role.since else ""
    return Reason(Code.HAS_ROLE, _("Does this work:"), f"{what}{since}.", actor)


def from_promise(actor: Actor, profile: Profile) -> Reason:
    text = _("“%(promise)s”.") % {"promise": profile.promise}
    return Reason(Code.PROFILE, _("In own words:"), text, actor)


def from_profession(actor: Actor, profile: Profile) -> Reason:
    language = (get_language() or "nl")[:2]
    label = profile.occupation.label(language) if profile.occupation else ""
    place = profile.place.name if profile.place else ""
    told = {text.casefold(): text for text in (label, profile.profession, place) if text}
    return Reason(Code.PROFILE, _("Has this profession:"), f"{', '.join(told.values())}.", actor)


def from_offers(actor: Actor, offers: list[HelpOffer]) -> Reason:
    kinds = [str(offer.get_kind_display()).lower() for offer in offers]
    text = _("with %(kinds)s.") % {"kinds": _and(kinds)}
    return Reason(Code.HAPPY_TO_HELP, _("Happy to help"), text, actor)


def _and(words: list[str]) -> str:
    *first, last = words
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


def _month(day: date) -> str:
    return format_skeleton("yMMMM", day, locale=(get_language() or "nl")[:2])


def _period(since: date | None, until: date) -> str:
    if since is None:
        return _(", until %(month)s") % {"month": _month(until)}
    return f", {since.year}–{until.year}" if since.year != until.year else f", {until.year}"
