"""A note of the last job that failed, for `vaknet doctor`: what and which kind, never its data."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

from vaknet.configuration import configuration


def _note() -> Path:
    return configuration.data / "last-failed-job.json"


def remember(call: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Wraps every job in the worker."""
    try:
        return call()
    except Exception as error:
        note = {"task": context.job.task_name, "kind": type(error).__name__, "at": int(time.time())}
        draft = _note().with_suffix(".part")
        draft.write_text(json.dumps(note), encoding="utf-8")
        draft.replace(_note())
        raise


def last() -> dict[str, Any] | None:
    try:
        note: dict[str, Any] = json.loads(_note().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note
