"""The run of digests as a process of its own, for who wants to kill it."""

import sys

import django


def main() -> None:
    django.setup()
    from procrastinate.contrib.django.models import ProcrastinateJob

    from vaknet.domain.notices.actions import WRITE_WAITING
    from vaknet.interfaces.jobs import clock, telling

    clock.tell_where_due(0)
    for job in ProcrastinateJob.objects.filter(task_name=WRITE_WAITING).order_by("pk"):
        sys.stdin.readline()  # whoever wants to kill it says how far it may go
        telling.tell(**job.args)
        sys.stdout.write("written\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
