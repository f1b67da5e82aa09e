"""What the worker runs."""

from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.events.actions.printing import PRINT_EVENT
from vaknet.domain.federation.actions.announced import READ_ANNOUNCED
from vaknet.domain.federation.actions.delivery import DELIVER, TELL_REST
from vaknet.domain.federation.actions.earlier import READ_EARLIER
from vaknet.domain.federation.actions.limits import TAKE_LIST
from vaknet.domain.federation.actions.posts import READ_THREAD
from vaknet.domain.federation.actions.receiving import HANDLE_RECEIVED
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups.actions.mail import GATHER_GROUP
from vaknet.domain.introducing.actions import CARRY_ACROSS
from vaknet.domain.journal.actions.mailing import MAIL_ISSUE, MAIL_ISSUE_LETTER
from vaknet.domain.journal.actions.printing import PRINT_ISSUE
from vaknet.domain.leaving.actions.archives import MAKE_ARCHIVE
from vaknet.domain.networks.actions.errands import TELL_PARTNER
from vaknet.domain.notices.actions import REMEMBER, WRITE_WAITING
from vaknet.domain.people.actions.codes import MAIL_CODE
from vaknet.domain.people.actions.domains import LOOK_FOR_DOMAIN
from vaknet.domain.people.actions.incoming_mail import RECEIVE_MAIL
from vaknet.domain.people.actions.invitations import MAIL_INVITATION
from vaknet.domain.people.actions.links import LOOK_AT_LINK
from vaknet.domain.previews.actions.looking import LOOK_AT_PAGE
from vaknet.domain.pushing.actions import PUSH, TELL
from vaknet.domain.reading.actions.looking import LOOK_AT_SOURCE
from vaknet.interfaces.federation import (
    announced,
    earlier,
    handling,
    partners_treaties,
    sending,
    threads,
)
from vaknet.interfaces.jobs import (
    across,
    archives,
    domains,
    elsewhere,
    event_prints,
    finder,
    followups,
    groups,
    host_lists,
    inbox,
    letters,
    links,
    previews,
    printing,
    pushing,
    reading,
    remembering,
    telling,
)
from vaknet.interfaces.mail.envelope import Packed
from vaknet.interfaces.mail.post import SEND_LETTER


@app.task(name=FOLLOW_UP, retry=letters.PATIENCE)
def follow_up(activity_id: int) -> None:
    followups.run(activity_id)


@app.task(name=TELL_REST, retry=letters.PATIENCE)
def tell_rest_elsewhere(step: str, of: int, after: int) -> None:
    elsewhere.tell_rest(step, of, after)


@app.task(name=finder.REBUILD)
def rebuild_finder() -> None:
    finding.rebuild()


@app.task(name=finder.READ)
def read_meaning() -> None:
    finder.read_unread()


@app.task(name=SEND_LETTER, retry=letters.PATIENCE)
def send_letter(message: Packed) -> None:
    letters.send_letter(message)


@app.task(name=RECEIVE_MAIL, retry=letters.PATIENCE)
def receive_mail(raw: str, recipient: str) -> None:
    inbox.receive(raw, recipient)


@app.task(name=MAIL_CODE, retry=letters.CODE_PATIENCE)
def mail_code(email: str, code: str, language: str, until: float) -> None:
    letters.mail_code(email, code, language, until)


@app.task(name=MAIL_INVITATION, retry=letters.PATIENCE)
def mail_invitation(email: str) -> None:
    letters.mail_invitation(email)


@app.task(name=MAIL_ISSUE, retry=letters.PATIENCE)
def mail_issue(issue_id: int, after: int = 0) -> None:
    groups.mail_issue(issue_id, after)


@app.task(name=MAIL_ISSUE_LETTER, retry=letters.PATIENCE)
def mail_issue_letter(letter_id: int) -> None:
    groups.mail_issue_letter(letter_id)


@app.task(name=GATHER_GROUP, retry=letters.PATIENCE)
def gather_group(membership_id: int) -> None:
    groups.gather(membership_id)


@app.task(name=WRITE_WAITING, retry=letters.PATIENCE)
def write_waiting(reader_id: int) -> None:
    telling.tell(reader_id)


@app.task(name=REMEMBER, retry=letters.PATIENCE)
def remember_happened(after: int = 0) -> None:
    remembering.go_on(after)


@app.task(name=MAKE_ARCHIVE)
def make_archive(archive_id: int) -> None:
    archives.make(archive_id)


@app.task(name=PRINT_ISSUE)
def print_issue(digest: str) -> None:
    printing.make(digest)


@app.task(name=PRINT_EVENT)
def print_event(print_id: int, version: int) -> None:
    event_prints.make(print_id, version)


@app.task(name=LOOK_FOR_DOMAIN)
def look_for_domain(proof_id: int) -> None:
    domains.look(proof_id)


@app.task(name=LOOK_AT_LINK)
def look_at_link(link_id: int) -> None:
    links.look(link_id)


@app.task(name=LOOK_AT_PAGE)
def look_at_page(page_id: int) -> None:
    previews.look(page_id)


@app.task(name=LOOK_AT_SOURCE)
def look_at_source(source_id: int) -> None:
    reading.look(source_id)


@app.task(name=TELL)
def tell(actor_id: int) -> None:
    pushing.tell(actor_id)


@app.task(name=CARRY_ACROSS)
def carry_across(introduction_id: int) -> None:
    across.carry(introduction_id)


@app.task(name=PUSH, retry=letters.PATIENCE)
def push(device_id: int, questions: list[int]) -> None:
    pushing.bring(device_id, questions)


@app.task(name=DELIVER)
def deliver() -> None:
    sending.send_due()


@app.task(name=TAKE_LIST)
def take_list_of_hosts(brought_id: int) -> None:
    host_lists.take(brought_id)


@app.periodic(cron="*/10 * * * *", periodic_id=finder.TEND)
@app.task(name=finder.TEND, queueing_lock=finder.TEND)
def tend_finder(timestamp: int) -> None:
    """Every ten minutes: index files that are lost, old or outgrown are made anew, and what was
    not read yet is read."""
    finder.rebuild_when_outgrown()
    finder.read_soon()


@app.task(name=HANDLE_RECEIVED, retry=letters.PATIENCE)
def handle_received(received_id: int) -> None:
    handling.handle(received_id)


@app.task(name=READ_ANNOUNCED)
def read_announced(announced_id: int) -> None:
    announced.read_announced(announced_id)


@app.task(name=READ_EARLIER)
def read_earlier_elsewhere(actor_id: int) -> None:
    earlier.read_earlier(actor_id)


@app.task(name=READ_THREAD)
def read_thread_elsewhere(post_id: int) -> None:
    threads.read_thread(post_id)


@app.task(name=TELL_PARTNER)
def tell_partner(treaty_id: int) -> None:
    partners_treaties.tell(treaty_id)
