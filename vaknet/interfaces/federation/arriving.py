"""What others write to us: answers and replies from elsewhere, as our own rooms take them."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    FederatedThing,
    RemoteActor,
    RemoteThing,
)
from vaknet.domain.governance import actions as governance
from vaknet.domain.governance.models import Case, Reason, Thing
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.engine.activitypub import Activity, PostKind
from vaknet.engine.activitypub import Post as Written
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.federation.addresses import token_at, token_of_words
from vaknet.interfaces.federation.arrived import Nothing
from vaknet.interfaces.federation.who import token_of_actor
from vaknet.kit.html_text import text_of
from vaknet.kit.markdown_of_html import escaped, markdown_of
from vaknet.kit.plain import plain

LONGEST = 18_000  # of what we keep: with the links below it, it has to fit where members write
MOST_LINKS = 8
MOST_OF_REPORT = 700  # signs
LONGEST_REASON = 1_900
REPORTED = (Actor.Kind.PERSON, Actor.Kind.GROUP)
WORDS = ("text/plain", "text/markdown")
SAYS_SOMETHING = {PostKind.NOTE, PostKind.ARTICLE, PostKind.PAGE}


def take_in(written: Written, *, author: RemoteActor) -> RemoteThing:
    """An answer or a reply. Twice is once, and what she took away does not come back.

    Inside a transaction. Raises Nothing, and Refused where our rooms say no.
    """
    known = queries.remote_thing_of(written.id, author=author)
    if known is not None:
        if known.author_id != author.pk:
            raise Nothing("it is of somebody else")
        return known
    text = _text(written)
    thing = _said(author.actor, _above(written), text)
    return actions.keep_thing(author=author, uri=written.id, thing=thing, updated=written.updated)


def change(written: Written, *, author: RemoteActor) -> bool:
    """Her own words, put better. False when nothing else stands here now than before."""
    known = _hers(written.id, author)
    text = _text(written)
    if known.updated and (written.updated is None or written.updated <= known.updated):
        return False
    is_other = _put_better(author.actor, known.object, text)
    actions.note_update(thing=known, updated=written.updated)
    return is_other


def take_away(uri: str, *, author: RemoteActor) -> Answer | Reply | None:
    """She took it away; of what did not come in yet it is remembered. What stood here until now."""
    known = queries.remote_thing_of(uri, author=author)
    is_hers = _may_be_hers(uri, author) if known is None else known.author_id == author.pk
    if not is_hers or queries.remote_by_uri(uri) is not None:
        raise Nothing("it is of somebody else")
    thing = known.object if known and known.gone_at is None else None
    if isinstance(thing, Answer):
        knowledge.withdraw_answer(author.actor, answer=thing)
    elif isinstance(thing, Reply):
        knowledge.withdraw_reply(author.actor, reply=thing)
    actions.note_gone(author=author, uri=uri, at=timezone.now())
    return thing if isinstance(thing, Answer | Reply) else None


def _may_be_hers(uri: str, author: RemoteActor) -> bool:
    """An origin in common is enough only where nobody here reads whose it is."""
    kept = queries.remote_post(uri)
    return same_origin(uri, author.uri) and (kept is None or kept.author_id == author.pk)


def moderate(uri: str, *, by: RemoteActor, reason: str) -> bool:
    """False for what is her own, or is not here. What is of others she may take away where she
    moderates, as a steward does here.

    Inside a transaction. Raises Nothing, and Refused where our rooms say no.
    """
    thing = thing_under(uri)
    if not isinstance(thing, Question | Answer | Post | Reply) or thing.author_id == by.pk:
        return False
    if thing.withdrawn_at is not None:
        raise Nothing("it is gone already")
    words = plain(text_of(reason), LONGEST_REASON)
    try:
        governance.hide_from_elsewhere(by.actor, thing=thing, reason=words)
    except Case.DoesNotExist:
        raise Nothing("it is of somebody else") from None
    return True


def put_back(uri: str, *, by: RemoteActor, reason: str) -> None:
    """What she took away as a moderator, also by the address that ended with that. Not what its
    author took away since.

    Inside a transaction. Raises Nothing, and Refused where people here decide on it.
    """
    found, thing = _named(uri), standing(uri)
    if thing is None or (isinstance(found, RemoteThing) and found.gone_at is not None):
        raise Nothing("it is not here")
    try:
        governance.show_from_elsewhere(
            by.actor, thing=thing, reason=plain(text_of(reason), LONGEST_REASON)
        )
    except Case.DoesNotExist:
        raise Nothing("it is of somebody else") from None


def report(told: Activity, *, by: RemoteActor) -> None:
    """What is said of things that stand here goes to our moderators, and of what our members
    answered elsewhere; and where it names none that guests can read, what is said of somebody who
    is known elsewhere, or of a group. Mastodon reports people like that. Of the rest we know
    nothing.

    Inside a transaction. Raises Nothing when none of it stands here, and Refused.
    """
    named = [part.id for part in told.parts if part.id]
    words = " ".join(text_of(told.content).split())[:MOST_OF_REPORT]
    text = f"{by.host.name}: {words}" if words else by.host.name
    things = [*_standing_of(named), *_answers_of(named, by)]
    done = [_is_reported(thing, by, text) for thing in things]
    if True not in done:
        _report_account(named, by, text)


def _is_reported(thing: Thing | AnswerElsewhere, by: RemoteActor, text: str) -> bool:
    """False for what guests cannot read."""
    try:
        if isinstance(thing, AnswerElsewhere):
            governance.report_answer(by.actor, answer=thing, reason=Reason.OTHER, text=text)
        else:
            governance.report(by.actor, thing=thing, reason=Reason.OTHER, text=text)
    except ObjectDoesNotExist:
        return False
    return True


def _answers_of(named: Sequence[str], by: RemoteActor) -> Sequence[AnswerElsewhere]:
    """Those of which she may know."""
    tokens = [token for uri in named if (token := token_of_words(uri))]
    return list(queries.answers_reported(tokens, by=by))


def _report_account(named: Sequence[str], by: RemoteActor, text: str) -> None:
    """The first that may be one of ours: it is about one. Raises Nothing."""
    token = next(filter(None, map(token_of_actor, named)), "")
    account = queries.here(token, known=True)
    if account is None or account.kind not in REPORTED:
        raise Nothing("it reports nothing of ours")
    governance.report_account(by.actor, account=account, text=text)


def _standing_of(named: Sequence[str]) -> list[Thing]:
    """The same as `standing` of each, in as many statements as of one."""
    tokens = {uri: token_at(uri) for uri in named if token_of_words(uri) is None}
    made = queries.things_at([token for token in tokens.values() if token])
    came = queries.remote_things([uri for uri, token in tokens.items() if token is None])
    found = [made.get(token) if token else came.get(uri) for uri, token in tokens.items()]
    things = [one.object for one in found if one is not None]
    return [one for one in things if isinstance(one, Question | Answer | Post | Reply)]


def standing(uri: str) -> Question | Answer | Post | Reply | None:
    """Also what came from elsewhere itself."""
    found = _named(uri)
    thing = found.object if found is not None else None
    return thing if isinstance(thing, Question | Answer | Post | Reply) else None


def _put_better(by: Actor, thing: object, text: str) -> bool:
    """Whether it says something else now."""
    if isinstance(thing, Answer):
        return knowledge.change_answer(by, answer=thing, text=text).text != thing.text
    if isinstance(thing, Reply):
        return knowledge.change_reply(by, reply=thing, text=text).text != thing.text
    return False


def _hers(uri: str, author: RemoteActor) -> RemoteThing:
    known = queries.remote_thing(uri)
    if known is None or known.author_id != author.pk or known.gone_at is not None:
        raise Nothing("it is not here, or of somebody else")
    return known


def _above(written: Written) -> object:
    """To what of ours it is said: also by way of what others said to that."""
    if written.in_reply_to is None:
        raise Nothing("it answers nothing")
    thing = thing_under(written.in_reply_to)
    if thing is None:
        raise Nothing("it answers nothing of ours")
    return thing


def thing_under(uri: str) -> object:
    """By the address that it has now: not by one that ended. None for all else."""
    found = _named(uri)
    return found.object if found is not None and found.gone_at is None else None


def _named(uri: str) -> FederatedThing | RemoteThing | None:
    """Something of ours, or what came in under that name."""
    is_ours = token_at(uri) is not None
    return thing_of_ours(uri) if is_ours else queries.remote_thing(uri)


def thing_of_ours(uri: str) -> FederatedThing | None:
    """Also by an address that ended."""
    token = token_at(uri)
    return queries.thing_at(token) if token is not None else None


def _said(by: Actor, above: object, text: str) -> Answer | Reply:
    if isinstance(above, Answer):
        above = above.question
    if isinstance(above, Reply):
        above = above.post
    try:
        if isinstance(above, Question):
            return knowledge.answer(by, question=above, text=text)
        if isinstance(above, Post):
            return knowledge.reply(by, post=above, text=text)
    except (Question.DoesNotExist, Post.DoesNotExist):
        raise Nothing("guests cannot read what it answers") from None
    raise Nothing("that cannot be answered from elsewhere")


def _text(written: Written) -> str:
    """Only what she said to everybody: of what is for few, few may know."""
    if written.kind not in SAYS_SOMETHING or written.is_vote:
        raise Nothing("it is no text")
    if not written.is_public:
        raise Nothing("it is not for everybody")
    pieces = [_warning(written), _title(written), _words(written), _links(written)]
    return "\n\n".join(filter(None, pieces))


def _warning(written: Written) -> str:
    """Of a note a summary is a warning of what follows; of an article it says it shorter."""
    summary = written.summary.text if written.kind is PostKind.NOTE else ""
    return f"**{markdown_of(summary)[:300]}**" if summary.strip() else ""


def _title(written: Written) -> str:
    return f"**{escaped(written.title)}**" if written.title else ""


def _words(written: Written) -> str:
    text = written.content.text
    as_words: Callable[[str], str] = escaped if written.media_type in WORDS else markdown_of
    words = as_words(text)
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"


def _links(written: Written) -> str:
    """Pictures and files stay where they are: a picture shown here would tell who looks."""
    links = [
        f"- [{escaped(one.name or one.media_type or one.href)}]({one.href})"
        for one in written.attachments[:MOST_LINKS]
        if not set(one.href) & set(" <>()\\")
    ]
    return "\n".join(links)
