"""The run of digests is killed again and again, and each member gets her letter once."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from random import Random
from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import postbox
from tests.world import World, build, member
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.models import Channel, Digest, Kind, Notice
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.mail.post import SEND_LETTER

MEMBERS = 40

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def readers(transactional_db: None) -> World:
    """Forty whose digest is due, with an answer to each and what is new in a group."""
    world = build()
    for number in range(MEMBERS):
        reader = member(f"Lezer {number}", f"lezer{number}@waterveen.example")
        groups.join_group(reader, group=world.group)
        actions.choose_notices(reader, wish=Wish({Kind.ANSWERS: Channel.DIGEST}, every="day"))
        asked = knowledge.ask(reader, group=world.group, title=f"Wie scant? {number}")
        knowledge.answer(world.noor, question=asked, text="Ik, elke week.")
        followups.run(Activity.objects.latest("pk").pk)
    world.group.memberships.update(mail="everything", gathered_until=timezone.now())
    knowledge.ask(world.joost, group=world.group, title="Wie leest oud schrift?")
    Digest.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    Notice.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return world


def letters() -> int:
    return ProcrastinateJob.objects.filter(task_name=SEND_LETTER).count()


def run(*, most: int | None) -> bool:
    """Whether it came to its end. With `most` it is killed at what comes after so many."""
    database = settings.DATABASES["default"]
    given = {
        "VAKNET_SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": f"postgres://postgres@/{database['NAME']}?host={quote(database['HOST'])}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.mail.digests_apart"],
        env=os.environ | given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        if most is None:
            process.stdin.close()
            process.stdout.read()
        else:
            process.stdin.write(b"\n" * (most + 1))
            process.stdin.flush()
            for _one in range(most):
                process.stdout.readline()
            time.sleep(Random().uniform(0, 0.02))  # noqa: S311
            process.kill()
        return process.wait(60) == 0


def test_nobody_is_mailed_twice_and_nobody_is_skipped(readers: World, mail_server) -> None:
    before = letters()
    for turn in range(1, 4):
        assert not run(most=turn * MEMBERS // 4)
        assert 0 < letters() - before < MEMBERS
    assert run(most=None)

    assert letters() - before == MEMBERS
    postbox.empty()
    got = [one["To"] for one in mail_server.letters]
    assert sorted(got) == sorted(f"lezer{number}@waterveen.example" for number in range(MEMBERS))
    assert not Digest.objects.filter(next_at__lte=timezone.now()).exists()
    told = Notice.objects.filter(told_at__isnull=False).values_list("reader", flat=True)
    assert len(told) == len({*told}) == MEMBERS
    words = [one.get_body(("plain",)).get_content() for one in mail_server.letters]
    assert all("Ik, elke week." in said and "Wie leest oud schrift?" in said for said in words)
