"""What happens by the clock. Each job may run twice, late, or not at all for a while."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import forget_receipts
from vaknet.domain.connections import actions as connections
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions as journal
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices import actions as notices
from vaknet.domain.notices.happened import KEPT
from vaknet.domain.notices.rounds import REMEMBERED
from vaknet.domain.paper import actions as paper
from vaknet.domain.paper.rules import LINK_WORKS
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions.codes import MAIL_CODE
from vaknet.domain.people.actions.incoming_mail import RECEIVE_MAIL, forget_received
from vaknet.domain.previews import actions as pages
from vaknet.domain.pushing.actions import PUSH
from vaknet.domain.searching import actions as searching
from vaknet.domain.surveys import actions as surveys
from vaknet.interfaces.jobs import domains, inbox, links, previews, pushing, reading, telling
from vaknet.interfaces.jobs import groups as mailing
from vaknet.interfaces.mail import files
from vaknet.interfaces.mail.post import SEND_LETTER

OFFER_NEXT_ROUTES = "offer_next_routes"
FORGET_UNFINISHED = "forget_unfinished_accounts"
FORGET_JOBS = "forget_failed_jobs"
FORGET_SESSIONS = "forget_sessions"
REFRESH_HEADLINES = "refresh_headlines"
FORGET_ARCHIVES = "forget_archives"
FORGET_PHOTOS = "forget_photos"
FORGET_ADDRESSES = "forget_addresses"
TAKE_OVER_LATE = "take_over_late"
CARRY_OUT_CLOSURES = "carry_out_closures"
LOOK_FOR_DOMAINS = "look_for_domains"
LOOK_AT_LINKS = "look_at_links"
LOOK_AT_SOURCES = "look_at_sources"
LOOK_AT_PAGES = "look_at_pages"
COUNT_PEOPLE = "count_people"
FORGET_PRINTS = "forget_prints"
ASK_FOR_STEWARDS = "ask_for_stewards"
PUBLISH_ISSUES = "publish_issues"
COUNT_POLLS = "count_polls"
GATHER_FROM_GROUPS = "gather_from_groups"
TELL_EDITORS = "tell_editors"
TEND_CASES = "tend_cases"
LOOK_AGAIN = "look_again"
FORGET_WORDS = "forget_words"
FORGET_PAGES = "forget_pages"
FORGET_ROUNDS = "forget_rounds"
TELL_WHERE_DUE = "tell_where_due"
FORGET_NOTICES = "forget_notices"
FETCH_MAIL = "fetch_mail"
FORGET_RECEIVED = "forget_received"
TELL_WHO_WAITS = "tell_who_waits"
DAY = timedelta(days=1)


@app.periodic(cron="7 * * * *", periodic_id=OFFER_NEXT_ROUTES)
@app.task(name=OFFER_NEXT_ROUTES, queueing_lock=OFFER_NEXT_ROUTES)
def offer_next_routes(timestamp: int) -> None:
    """Every hour: who waited three working days for an introduction hears of another route."""
    connections.offer_next_routes(now=timezone.now())


@app.periodic(cron="37 * * * *", periodic_id=FORGET_UNFINISHED)
@app.task(name=FORGET_UNFINISHED, queueing_lock=FORGET_UNFINISHED)
def forget_unfinished_accounts(timestamp: int) -> None:
    """Every hour: who knocked a day ago and never came in is forgotten."""
    people.forget_unfinished_accounts(before=timezone.now() - DAY)
    paper.forget_invitations(before=timezone.now() - LINK_WORKS)


@app.periodic(cron="43 * * * *", periodic_id=FORGET_SESSIONS)
@app.task(name=FORGET_SESSIONS, queueing_lock=FORGET_SESSIONS)
def forget_sessions(timestamp: int) -> None:
    """Every hour: where nobody is signed in any more, nobody needs to know that she was."""
    people.forget_sessions(now=timezone.now())


@app.periodic(cron="17 * * * *", periodic_id=REFRESH_HEADLINES)
@app.task(name=REFRESH_HEADLINES, queueing_lock=REFRESH_HEADLINES)
def refresh_headlines(timestamp: int) -> None:
    """Every hour, so that a night switched off costs nothing: work that begins or ends today."""
    people.refresh_headlines(on=timezone.localdate())


@app.periodic(cron="27 * * * *", periodic_id=FORGET_ARCHIVES)
@app.task(name=FORGET_ARCHIVES, queueing_lock=FORGET_ARCHIVES)
def forget_archives(timestamp: int) -> None:
    """Every hour: what members took along three days ago need not lie here any longer."""
    leaving.forget_archives(now=timezone.now())


@app.periodic(cron="32 * * * *", periodic_id=FORGET_PHOTOS)
@app.task(name=FORGET_PHOTOS, queueing_lock=FORGET_PHOTOS)
def forget_photos(timestamp: int) -> None:
    """Every hour: a photo that was taken off a day ago does not come back."""
    people.forget_photos(before=timezone.now() - DAY)


@app.periodic(cron="22 * * * *", periodic_id=FORGET_ADDRESSES)
@app.task(name=FORGET_ADDRESSES, queueing_lock=FORGET_ADDRESSES)
def forget_addresses(timestamp: int) -> None:
    """Every hour: addresses never proved within a week, or taken away a month ago."""
    for address in people.forget_addresses(now=timezone.now()):
        files.forget(address)


@app.periodic(cron="2 * * * *", periodic_id=TAKE_OVER_LATE)
@app.task(name=TAKE_OVER_LATE, queueing_lock=TAKE_OVER_LATE)
def take_over_late(timestamp: int) -> None:
    """Every hour: what came in for an account at the very moment that it was merged."""
    leaving.take_over_late(now=timezone.now())


@app.periodic(cron="57 * * * *", periodic_id=CARRY_OUT_CLOSURES)
@app.task(name=CARRY_OUT_CLOSURES, queueing_lock=CARRY_OUT_CLOSURES)
def carry_out_closures(timestamp: int) -> None:
    """Every hour: who left two weeks ago and did not come back is really gone now."""
    for address in leaving.carry_out_closures(now=timezone.now()):
        files.forget(address)


@app.periodic(cron="*/5 * * * *", periodic_id=LOOK_FOR_DOMAINS)
@app.task(name=LOOK_FOR_DOMAINS, queueing_lock=LOOK_FOR_DOMAINS)
def look_for_domains(timestamp: int) -> None:
    """Every five minutes: whose domain was asked for, and once a month what stands."""
    domains.look_where_due()


@app.periodic(cron="*/10 * * * *", periodic_id=LOOK_AT_LINKS)
@app.task(name=LOOK_AT_LINKS, queueing_lock=LOOK_AT_LINKS)
def look_at_links(timestamp: int) -> None:
    """Every ten minutes: pages elsewhere that did not answer, and once a month what is proved."""
    links.look_where_due()


@app.periodic(cron="*/10 * * * *", periodic_id=LOOK_AT_SOURCES)
@app.task(name=LOOK_AT_SOURCES, queueing_lock=LOOK_AT_SOURCES)
def look_at_sources(timestamp: int) -> None:
    """Every ten minutes: what groups read elsewhere, each of it once an hour."""
    reading.look_where_due()


@app.periodic(cron="*/10 * * * *", periodic_id=LOOK_AT_PAGES)
@app.task(name=LOOK_AT_PAGES, queueing_lock=LOOK_AT_PAGES)
def look_at_pages(timestamp: int) -> None:
    """Every ten minutes: pages that texts lead to, and that did not answer before."""
    previews.look_where_due()


@app.periodic(cron="22 * * * *", periodic_id=COUNT_PEOPLE)
@app.task(name=COUNT_PEOPLE, queueing_lock=COUNT_PEOPLE)
def count_people(timestamp: int) -> None:
    """Every hour: how many work where, for whom a role began, ended or was hidden by itself."""
    people.count_people()


@app.periodic(cron="47 * * * *", periodic_id=FORGET_JOBS)
@app.task(name=FORGET_JOBS, queueing_lock=FORGET_JOBS, pass_context=True)
async def forget_failed_jobs(context: JobContext, timestamp: int) -> None:
    """Every hour: codes and letters that could not be mailed, messages that could not be pushed and
    mail that could not be read go after a day, other failures after a month.
    """
    jobs = context.app.job_manager
    for queue in (MAIL_CODE, SEND_LETTER, RECEIVE_MAIL, PUSH):
        await jobs.delete_old_jobs(24, queue=queue, include_failed=True)
    await jobs.delete_old_jobs(30 * 24, include_failed=True)


@app.periodic(cron="47 * * * *", periodic_id=ASK_FOR_STEWARDS)
@app.task(name=ASK_FOR_STEWARDS, queueing_lock=ASK_FOR_STEWARDS)
def ask_for_stewards(timestamp: int) -> None:
    """Every hour: where a term ended, or nobody who was asked said yes, others are asked."""
    groups.ask_for_stewards(at=timezone.now())


@app.periodic(cron="4 * * * *", periodic_id=PUBLISH_ISSUES)
@app.task(name=PUBLISH_ISSUES, queueing_lock=PUBLISH_ISSUES)
def publish_issues(timestamp: int) -> None:
    """Every hour: journals whose day it is, and that no editor brought out."""
    journal.publish_due(now=timezone.now())


@app.periodic(cron="9 * * * *", periodic_id=COUNT_POLLS)
@app.task(name=COUNT_POLLS, queueing_lock=COUNT_POLLS)
def count_polls(timestamp: int) -> None:
    """Every hour: polls whose last day is over."""
    surveys.count_due(now=timezone.now())


@app.periodic(cron="12 * * * *", periodic_id=FORGET_PRINTS)
@app.task(name=FORGET_PRINTS, queueing_lock=FORGET_PRINTS)
def forget_prints(timestamp: int) -> None:
    """Every hour: issues on paper of a day ago, which are made anew in seconds."""
    journal.forget_prints(before=timezone.now() - DAY)


@app.periodic(cron="9 * * * *", periodic_id=GATHER_FROM_GROUPS)
@app.task(name=GATHER_FROM_GROUPS, queueing_lock=GATHER_FROM_GROUPS)
def gather_from_groups(timestamp: int) -> None:
    """Every hour, for once each working day: what is new, to who gets everything from a group."""
    mailing.gather_where_due(timezone.now())


@app.periodic(cron="10 * * * *", periodic_id=TELL_EDITORS)
@app.task(name=TELL_EDITORS, queueing_lock=TELL_EDITORS)
def tell_editors(timestamp: int) -> None:
    """Every hour, for once each working day: editors hear which tips came in."""
    mailing.tell_editors(timezone.now())


@app.periodic(cron="52 * * * *", periodic_id=TEND_CASES)
@app.task(name=TEND_CASES, queueing_lock=TEND_CASES)
def tend_cases(timestamp: int) -> None:
    """Every hour: removals by a manager who is alone, and words that nobody can appeal for."""
    governance.carry_out_lone_removals(now=timezone.now())
    governance.erase_removed_words(now=timezone.now())
    governance.forget_copies(now=timezone.now())


@app.periodic(cron="34 * * * *", periodic_id=LOOK_AGAIN)
@app.task(name=LOOK_AGAIN, queueing_lock=LOOK_AGAIN)
def look_again(timestamp: int) -> None:
    """Every hour, and each saved search once a day: who kept it hears of what is new."""
    searching.look_again(at=timezone.now())


@app.periodic(cron="14 3 * * *", periodic_id=FORGET_WORDS)
@app.task(name=FORGET_WORDS, queueing_lock=FORGET_WORDS)
def forget_words(timestamp: int) -> None:
    """Every night: words that nobody can read any more are not known any more."""
    searching.forget_words()


@app.periodic(cron="24 3 * * *", periodic_id=FORGET_PAGES)
@app.task(name=FORGET_PAGES, queueing_lock=FORGET_PAGES)
def forget_pages(timestamp: int) -> None:
    """Every night: pages that no text leads to any more are not known any more."""
    pages.forget_pages()


@app.periodic(cron="29 3 * * *", periodic_id=FORGET_ROUNDS)
@app.task(name=FORGET_ROUNDS, queueing_lock=FORGET_ROUNDS)
def forget_rounds(timestamp: int) -> None:
    """Every night: what was offered half a year ago says nothing of what to offer now."""
    notices.forget_rounds(before=timezone.localdate() - REMEMBERED)


@app.periodic(cron="*/5 * * * *", periodic_id=TELL_WHERE_DUE)
@app.task(name=TELL_WHERE_DUE, queueing_lock=TELL_WHERE_DUE)
def tell_where_due(timestamp: int) -> None:
    """Every five minutes: digests whose hour it is, and letters whose quiet hours are over."""
    telling.tell_where_due(timezone.now())


@app.periodic(cron="33 3 * * *", periodic_id=FORGET_NOTICES)
@app.task(name=FORGET_NOTICES, queueing_lock=FORGET_NOTICES)
def forget_notices(timestamp: int) -> None:
    """Every night: what members were told of three months ago."""
    notices.forget_notices(before=timezone.now() - KEPT)


@app.periodic(cron="* * * * *", periodic_id=FETCH_MAIL)
@app.task(name=FETCH_MAIL, queueing_lock=FETCH_MAIL)
def fetch_mail(timestamp: int) -> None:
    """Every minute: what members answered, where it comes in by a mailbox elsewhere."""
    inbox.fetch()


@app.periodic(cron="28 3 * * *", periodic_id=FORGET_RECEIVED)
@app.task(name=FORGET_RECEIVED, queueing_lock=FORGET_RECEIVED)
def forget_received_mail(timestamp: int) -> None:
    """Every night: which messages and posts were acted on two months ago."""
    forget_received(now=timezone.now())
    forget_receipts(today=timezone.localdate())


@app.periodic(cron="*/10 * * * *", periodic_id=TELL_WHO_WAITS)
@app.task(name=TELL_WHO_WAITS, queueing_lock=TELL_WHO_WAITS)
def tell_who_waits(timestamp: int) -> None:
    """Every ten minutes: who was not to be told in the evening is told in the morning."""
    pushing.tell_who_waits()
