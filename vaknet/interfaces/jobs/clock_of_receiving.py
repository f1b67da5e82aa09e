"""What happens by the clock around what comes in from other networks.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.forgetting import forget_remotes
from vaknet.interfaces.reaching.fetching import Unread
from vaknet.interfaces.reaching.software import read_software

FORGET = "forget_from_elsewhere"
FORGET_POSTS = "forget_posts_from_elsewhere"
FORGET_PEOPLE = "forget_people_elsewhere"
LOOK_AT_HOSTS = "look_at_hosts"
AT_ONCE = 20
LOOKS_KEPT = timedelta(days=2)


@app.periodic(cron="41 4 * * *", periodic_id=FORGET)
@app.task(name=FORGET, queueing_lock=FORGET)
def forget_from_elsewhere(timestamp: int) -> None:
    """Every night: what was done or taken away long ago, and for whom we looked elsewhere."""
    now = timezone.now()
    actions.forget_received(now=now)
    actions.forget_gone(now=now)
    actions.forget_looks(before=now - LOOKS_KEPT)


@app.periodic(cron="51 * * * *", periodic_id=FORGET_POSTS)
@app.task(name=FORGET_POSTS, queueing_lock=FORGET_POSTS)
def forget_posts_from_elsewhere(timestamp: int) -> None:
    """Every hour: what others said a month ago, and what nobody here reads; and what came in and
    is tried no more."""
    actions.give_up_received(now=timezone.now())
    actions.forget_posts(now=timezone.now())


@app.periodic(cron="17 5 * * *", periodic_id=FORGET_PEOPLE)
@app.task(name=FORGET_PEOPLE, queueing_lock=FORGET_PEOPLE)
def forget_people_elsewhere(timestamp: int) -> None:
    """Every night: who was read a month ago, as the author of something perhaps, and of whom there
    is nothing here any more."""
    actions.forget_unanswered(now=timezone.now())
    forget_remotes(now=timezone.now())


@app.periodic(cron="*/5 * * * *", periodic_id=LOOK_AT_HOSTS)
@app.task(name=LOOK_AT_HOSTS, queueing_lock=LOOK_AT_HOSTS)
def look_at_hosts(timestamp: int) -> None:
    """Every five minutes: what the servers are where somebody follows one of ours."""
    if not rules.is_on():
        return
    for host in queries.to_look_at(timezone.now())[:AT_ONCE]:
        try:
            software = read_software(host.name)
        except Unread:
            software = None
        actions.note_software(host=host, software=software, at=timezone.now())
