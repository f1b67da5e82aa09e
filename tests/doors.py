"""Every address, and who may pass. A new one gets its line here, or the tests fail.

For a guest a page is open, or leads to the door whether the thing exists or not. For a member who
is no party to it, a private thing does not exist.
"""

from dataclasses import dataclass
from enum import Enum


class Guest(Enum):
    OPEN = "reads it"
    DOOR = "is led to the door, whatever the address says"
    PUBLIC = "reads it when its group is public, and is led to the door otherwise"
    NOTHING = "is told that it does not exist, whatever the address says"
    TOKEN = "needs the token in the address, and is told plainly when it does not fit"


class Stranger(Enum):
    """A member who has nothing to do with the thing."""

    WELCOME = "may use it like every member"
    NOTHING = "is told that it does not exist"
    OWN = "gets her own"
    TASK = "is told that it does not exist, unless looking after the network is her task"


@dataclass(frozen=True)
class Door:
    guest: Guest
    stranger: Stranger = Stranger.WELCOME
    post_only: bool = False
    thing: str = ""  # the name of a thing in the tests' world that the address holds


OPEN = Door(Guest.OPEN)
OWN = Door(Guest.DOOR, Stranger.OWN)
OWN_POST = Door(Guest.DOOR, Stranger.OWN, post_only=True)
MEMBERS = Door(Guest.DOOR)


def of(thing: str, *, post_only: bool = False) -> Door:
    """Something of members, that a stranger to it may look at too."""
    return Door(Guest.DOOR, Stranger.WELCOME, post_only, thing)


def private(thing: str, *, post_only: bool = False) -> Door:
    return Door(Guest.DOOR, Stranger.NOTHING, post_only, thing)


def task(thing: str = "", *, post_only: bool = False) -> Door:
    """For who moderates."""
    return Door(Guest.DOOR, Stranger.TASK, post_only, thing)


def own(thing: str, *, post_only: bool = False) -> Door:
    """A piece of one's own profile; anybody else lands on hers, whether it exists or not."""
    return Door(Guest.DOOR, Stranger.OWN, post_only, thing)


DOORS = {
    "today": OPEN,
    "done": OWN,
    "on-stop": OWN_POST,
    "round-anyway": OWN_POST,
    "my-rhythm": OWN,
    "since": OWN,
    "read-until": OWN_POST,
    "health": OPEN,
    "mail-in": Door(Guest.NOTHING, Stranger.NOTHING, post_only=True),
    "report": private("reported"),
    "my-reports": OWN,
    "take-back-report": private("report", post_only=True),
    "decision": private("decision"),
    "cases": task(),
    "case": task("case"),
    "confirm-removal": task("case", post_only=True),
    "propose-unveiling": task("case", post_only=True),
    "confirm-unveiling": task("case", post_only=True),
    "ask-advice": task("case", post_only=True),
    "give-advice": task("case", post_only=True),
    "appeal": task("appeal"),
    "moderation-log": task(),
    "moderation-figures": OPEN,
    "about": OPEN,
    "house-rules": OPEN,
    "privacy": OPEN,
    "accessibility": OPEN,
    "styleguide": OPEN,
    "language": Door(Guest.OPEN, post_only=True),
    "sign-in": OPEN,
    "account_login": OPEN,
    "sign-in-code": OPEN,
    "account_confirm_login_code": OPEN,
    "passkey-sign-in": OPEN,
    "sign-in-with": Door(Guest.OPEN, post_only=True),
    "sign-in-came-back": OPEN,
    "sign-in-unknown": OPEN,
    "saml-answer": Door(Guest.OPEN, post_only=True),
    "saml-finish": Door(Guest.OPEN, post_only=True),
    "saml-metadata": OPEN,
    "second-step": OPEN,
    "sign-out": Door(Guest.OPEN, post_only=True),
    "sign-in-link": Door(Guest.TOKEN),
    "introduction-link": Door(Guest.TOKEN),
    "unsubscribe": Door(Guest.TOKEN),
    "stop-group-mail": Door(Guest.TOKEN),
    "read-mention": private("mention", post_only=True),
    "suggest-occupations": OPEN,
    "suggest-subjects": OPEN,
    "suggest-organisations": OPEN,
    "suggest-places": OPEN,
    "welcome-profession": OWN,
    "welcome-people": OWN,
    "who-can-help": MEMBERS,
    "ask": MEMBERS,
    "similar-questions": MEMBERS,
    "question": Door(Guest.PUBLIC, Stranger.NOTHING, thing="question"),
    "question-news": private("question"),
    "change-question": private("question"),
    "withdraw-question": private("question"),
    "show-name": private("question"),
    "decline-answer": private("question", post_only=True),
    "no-best": private("question", post_only=True),
    "same-question": private("question"),
    "different-question": private("question", post_only=True),
    "doubt-answer": private("question"),
    "on-entry": private("entry", post_only=True),
    "change-answer": private("answer"),
    "withdraw-answer": private("answer"),
    "on-answer": private("answer", post_only=True),
    "earlier-question": Door(Guest.PUBLIC, Stranger.NOTHING, thing="question"),
    "earlier-answer": Door(Guest.PUBLIC, Stranger.NOTHING, thing="answer"),
    "conversations": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "new-conversation": MEMBERS,
    "conversation": Door(Guest.PUBLIC, Stranger.NOTHING, thing="post"),
    "conversation-news": private("post"),
    "change-conversation": private("post"),
    "withdraw-conversation": private("post"),
    "take-out-conversation": private("post"),
    "articles": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "new-article": private("group"),
    "article": Door(Guest.PUBLIC, Stranger.NOTHING, thing="article"),
    "change-article": private("article"),
    "make-article": private("article"),
    "attachments": private("post"),
    "attached-file": Door(Guest.NOTHING, Stranger.NOTHING, thing="attached_file"),
    "attached-picture": Door(Guest.NOTHING, Stranger.NOTHING, thing="attached_picture"),
    "change-attachment": private("attached_picture", post_only=True),
    "earlier-conversation": Door(Guest.PUBLIC, Stranger.NOTHING, thing="post"),
    "change-reply": private("reply"),
    "withdraw-reply": private("reply"),
    "without-preview": private("reported", post_only=True),
    "translate-text": private("reported"),
    "remove-translation": private("reported"),
    "earlier-reply": Door(Guest.PUBLIC, Stranger.NOTHING, thing="reply"),
    "groups": MEMBERS,
    "new-group": MEMBERS,
    "group": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "knowledge-base": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "group-questions": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "issues": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "issue": Door(Guest.PUBLIC, Stranger.NOTHING, thing="issue"),
    "issue-book": Door(Guest.PUBLIC, Stranger.NOTHING, thing="issue"),
    "issue-paper": Door(Guest.PUBLIC, Stranger.NOTHING, thing="issue"),
    "issue-pdf": Door(Guest.PUBLIC, Stranger.NOTHING, thing="issue"),
    "issues-atom": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "issues-rss": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "issues-json": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "cover": OPEN,
    "cover-photo": Door(Guest.NOTHING, Stranger.NOTHING, thing="cover_photo"),
    "pitch": private("group"),
    "editors": private("group"),
    "journal-settings": private("group"),
    "stop-journal": private("group", post_only=True),
    "make-issue": private("draft"),
    "cover-words": private("draft"),
    "choose-cover": private("draft"),
    "item-words": private("draft_item"),
    "add-piece": private("draft"),
    "put-on-agenda": private("draft"),
    "change-agenda": private("draft_agenda"),
    "figure": private("draft"),
    "preview-issue": private("draft"),
    "publish-issue": private("draft", post_only=True),
    "answer-pitch": private("pitch", post_only=True),
    "group-members": private("group"),
    "join-group": private("group"),
    "group-mail": private("group"),
    "rather-not-join": private("group", post_only=True),
    "group-rules": private("group"),
    "group-settings": private("group"),
    "group-requests": private("group"),
    "answer-join-request": private("join_request", post_only=True),
    "invite-into-group": private("group"),
    "withdraw-group-invitation": private("group_invitation", post_only=True),
    "group-duties": private("group"),
    "end-group-duty": private("group_duty", post_only=True),
    "look-after-group": private("group", post_only=True),
    "group-ties": private("group"),
    "answer-group-tie": private("group_tie", post_only=True),
    "group-sleep": private("group"),
    "polls": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "new-poll": private("group"),
    "poll": Door(Guest.PUBLIC, Stranger.NOTHING, thing="poll"),
    "close-poll": private("poll"),
    "withdraw-poll": private("poll"),
    "reading-list": Door(Guest.PUBLIC, Stranger.NOTHING, thing="group"),
    "stop-reading": private("subscription", post_only=True),
    "leave-group": private("group", post_only=True),
    "profile": of("person"),
    "photo": Door(Guest.NOTHING, thing="photo"),
    "connect": of("person"),
    "ask-introduction": of("person"),
    "follow": of("person", post_only=True),
    "confirm-topic": private("known_topic_of"),
    "my-confirmations": OWN,
    "on-confirmation": private("confirmation", post_only=True),
    "propose-talk": of("person"),
    "contact": private("person"),
    "connection-request": private("request"),
    "introduction": private("introduction"),
    "talk": private("talk"),
    "decline-talk": private("talk", post_only=True),
    "cancel-talk": private("talk", post_only=True),
    "talk-calendar": private("talk"),
    "keep-apart": of("person"),
    "kept-apart": OWN,
    "memory-card": of("person"),
    "my-memory": OWN,
    "waiting-card": private("waiting_card"),
    "peers": OWN,
    "people-directory": MEMBERS,
    "search": OPEN,
    "save-search": OWN_POST,
    "my-searches": OWN,
    "on-search": private("saved_search", post_only=True),
    "search-news": private("search_news"),
    "organisations": MEMBERS,
    "organisation": of("organisation"),
    "organisation-domains": private("organisation"),
    "on-domain": private("domain_proof", post_only=True),
    "my-network": OWN,
    "announcement": private("announcement"),
    "looking": OWN,
    "ask-reference": OWN,
    "send-tip": private("looker"),
    "tip-question": private("question"),
    "tip-conversation": private("post"),
    "tip-person": of("person"),
    "my-tips": OWN,
    "on-tip": private("tip_for_her", post_only=True),
    "my-goals": OWN,
    "goal": private("goal"),
    "change-goal": private("goal"),
    "hang-on-goal": Door(Guest.DOOR, Stranger.NOTHING, post_only=True),
    "brought": OWN,
    "who-sees": OWN,
    "seen-as": OWN,
    "me": OWN,
    "settings": OWN,
    "change-mail": OWN_POST,
    "my-contacts": OWN,
    "my-following": OWN,
    "my-followers": OWN,
    "my-introductions": OWN,
    "go-between": OWN,
    "my-talks": OWN,
    "my-data": OWN,
    "fetch-archive": private("archive"),
    "bring": OWN,
    "bring-along": OWN_POST,
    "close-account": OWN,
    "closed-account": OWN,
    "come-back": Door(Guest.TOKEN),
    "add-address": OWN_POST,
    "choose-address": Door(Guest.DOOR, Stranger.NOTHING, post_only=True, thing="address"),
    "remove-address": private("address"),
    "prove-address": private("address_link"),
    "merge-accounts": OWN,
    "merge-account": private("merge_link"),
    "sign-in-options": OWN,
    "sign-in-again": OWN_POST,
    "sign-out-elsewhere": OWN_POST,
    "sign-out-device": OWN_POST,
    "remove-passkey": OWN_POST,
    "link-sign-in": OWN,
    "begin-link": OWN_POST,
    "unlink-sign-in": OWN,
    "my-second-step": OWN,
    "turn-off-second-step": OWN,
    "new-recovery-codes": OWN_POST,
    "linkedin": OWN,
    "take-linkedin": OWN_POST,
    "my-profile": OWN,
    "change-about": OWN_POST,
    "change-photo": OWN_POST,
    "remove-photo": OWN_POST,
    "add-role": OWN_POST,
    "change-role": own("role"),
    "remove-role": own("role", post_only=True),
    "add-known-topic": OWN_POST,
    "remove-known-topic": own("known_topic", post_only=True),
    "add-language": OWN_POST,
    "remove-language": own("language", post_only=True),
    "add-link": OWN_POST,
    "on-link": private("link", post_only=True),
    "add-sought-topic": OWN_POST,
    "remove-sought-topic": own("sought_topic", post_only=True),
    "change-help": OWN_POST,
    "undo-profile": OWN_POST,
}
