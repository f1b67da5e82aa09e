""" "What I know" and "What I'm looking for"."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people import rules
from vaknet.domain.people.actions.profile import own_profile
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.people.models import KnownTopic, SoughtTopic
from vaknet.domain.people.suggestions import subject_named
from vaknet.domain.refusal import Refused

TOPICS = 30


@transaction.atomic
def add_known_topic(by: Actor, *, text: str) -> KnownTopic:
    """Adding what is already there gives the row that is there."""
    topic = _known_or_new(KnownTopic, by, text=text, field="knows")
    if topic.pk is None:
        topic.subject = subject_named(topic.text)
        topic.save()
        record(by, "added_known_topic", topic, audience=Audience.MEMBERS)
    return topic


@transaction.atomic
def remove_known_topic(by: Actor, *, topic: KnownTopic) -> None:
    if _may_go(by, topic):
        record(by, "removed_known_topic", topic, audience=Audience.SELF)
        topic.delete()


@transaction.atomic
def add_sought_topic(by: Actor, *, text: str) -> SoughtTopic:
    """Adding what is already there gives the row that is there."""
    topic = _known_or_new(SoughtTopic, by, text=text, field="seeks")
    if topic.pk is None:
        topic.save()
        record(by, "added_sought_topic", topic, audience=Audience.MEMBERS)
    return topic


@transaction.atomic
def remove_sought_topic(by: Actor, *, topic: SoughtTopic) -> None:
    if _may_go(by, topic):
        record(by, "removed_sought_topic", topic, audience=Audience.SELF)
        topic.delete()


def _known_or_new[T: (KnownTopic, SoughtTopic)](
    kind: type[T], by: Actor, *, text: str, field: str
) -> T:
    tidy = required_line(
        text,
        limit=200,
        field=field,
        missing=_("Fill in one topic. That is how fellow professionals find you."),
    )
    own_profile(by)
    mine = kind.objects.filter(actor=by)
    # PostgreSQL lowers both sides: that is what its unique index compares (think of İ).
    same = mine.alias(lower=Lower("text")).filter(lower=Lower(Value(tidy))).first()
    if same is not None:
        return same
    if mine.count() >= TOPICS:
        raise Refused(
            _("You have %(count)d topics here. Remove one first.") % {"count": TOPICS},
            field=field,
        )
    return kind(actor=by, text=tidy)


def _may_go(by: Actor, topic: KnownTopic | SoughtTopic) -> bool:
    """False when it went already: a double click removes once."""
    if not rules.may_remove_topic(by, topic):
        raise Refused(_("This topic is not yours. You can only change your own profile."))
    own_profile(by)
    return type(topic).objects.filter(pk=topic.pk).exists()
