"""A group such as it is read: a long thread, an issue. Import it when Django knows the folder."""

import re
import time
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from benchmarks.client import TOKEN, Ask, Visitor
from benchmarks.pages import Page, among
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.journal import actions as journal
from vaknet.domain.journal.models import Issue, Journal, PrintedIssue
from vaknet.domain.knowledge.actions.old_conversations import OldPost, OldReply, keep_conversations
from vaknet.domain.knowledge.conversations import REPLIES_PER_PAGE
from vaknet.domain.knowledge.models import Post, Question

TITLE = "Vijfhonderd keer gereageerd"
REPLIES = 500
PATIENCE = 60  # s


@dataclass(frozen=True)
class Reading:
    handle: str
    thread: int
    number: int


def reading_for(reader: Actor) -> Reading:
    """In a group she is in: made once, and kept with the data."""
    group = Group.objects.filter(memberships__actor=reader, memberships__until=None)[0]
    steward = stewards_on(timezone.localdate()).filter(membership__group=group)
    editor = steward.select_related("membership__actor")[0].membership.actor
    issue = Issue.objects.filter(group=group, number__isnull=False).order_by("-number").first()
    post = Post.objects.filter(title=TITLE, placements__group=group).first()
    if post is None:
        _long_thread(group, editor)
        post = Post.objects.get(title=TITLE, placements__group=group)
    if issue is None:
        issue = _issue(group, editor)
    return Reading(group.actor.handle, post.pk, issue.number or 0)


def _issue(group: Group, editor: Actor) -> Issue:
    """As full as one is: what was asked last, and its thread of 500."""
    if not Journal.objects.filter(group=group, until=None).exists():
        journal.start_journal(editor, group=group, weekday=5)
    draft = journal.begin_issue(editor, group=group)
    for asked in Question.objects.filter(group=group, withdrawn_at=None).order_by("-pk")[:6]:
        journal.add_piece(editor, issue=draft, kind="question", pk=asked.pk)
    told = Post.objects.get(title=TITLE, placements__group=group)
    item = journal.add_piece(editor, issue=draft, kind="post", pk=told.pk)
    journal.put_on_cover(editor, item=item)
    journal.put_on_agenda(editor, issue=draft, headline="Netwerkdag", place="Utrecht")
    return journal.publish_issue(editor, issue=draft)


def _long_thread(group: Group, editor: Actor) -> None:
    people = list(Actor.objects.filter(group_memberships__group=group)[:40])
    at = timezone.now() - timedelta(days=20)
    replies = [
        OldReply(
            people[place % len(people)], f"Reactie **{place}**. {'Zo doen wij het. ' * 12}", at
        )
        for place in range(REPLIES)
    ]
    body = "Wie doet dit ook, en hoe dan?"
    post = OldPost(editor, [group], TITLE, body, at, replies=replies)
    keep_conversations(posts=[post])


def pages(found: Reading) -> list[Page]:
    here, thread = f"/g/{found.handle}/", f"/gesprek/{found.thread}/"
    last = -(-REPLIES // REPLIES_PER_PAGE)
    return [
        Page("the page of a group", among([here])),
        Page("an issue", among([f"{here}nr/{found.number}/"])),
        Page("conversations of a group", among([f"{here}gesprekken/"])),
        Page(f"a thread of 500 replies, its first {REPLIES_PER_PAGE}", among([thread])),
        Page("a thread of 500 replies, the last of them", among([f"{thread}?page={last}"])),
        Page("articles of a group", among([f"{here}artikelen/"])),
        Page("its knowledge base", among([f"{here}kennisbank/"])),
    ]


def paper_seconds(visitor: Visitor, found: Reading) -> float:
    """From the click until the file is there, by a worker that has other things to do too."""
    PrintedIssue.objects.all().delete()
    address = f"/g/{found.handle}/nr/{found.number}/pdf/"
    began = time.perf_counter()
    visitor.get(Ask(address, f"csrfmiddlewaretoken={TOKEN}", 303))
    while not PrintedIssue.objects.filter(pdf__isnull=False).exists():
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"No PDF of {address} after {PATIENCE} s.")
        time.sleep(0.05)
    taken = time.perf_counter() - began
    if not re.match(rb"%PDF-", visitor.get(Ask(f"/g/{found.handle}/nr/{found.number}.pdf"))):
        raise SystemExit("What came is no PDF.")
    return taken
