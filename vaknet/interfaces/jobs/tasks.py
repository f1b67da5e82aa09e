"""What the worker runs."""

from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.interfaces.jobs import followups


@app.task(name=FOLLOW_UP)
def follow_up(activity_id: int) -> None:
    followups.run(activity_id)
