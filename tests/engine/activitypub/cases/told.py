"""Prints the cases of funfedi-parsing-test-cases, one on each line.

Run by `bin/cases`, with a Python of their own.
"""

import json
import sys

import funfedi_parsing_test_cases as funfedi

NOOR = "https://ver.example/users/noor"
SAMIRA = "https://waterveen.example/mensen/samira/"
BETWEEN = funfedi.Environment(
    sending_actor_profile={"id": NOOR, "type": "Person", "inbox": f"{NOOR}/inbox"},
    receiving_actor=SAMIRA,
)
SUITES = {
    "activities": funfedi.activity_suite,
    "events": funfedi.event_suite,
    "notes": funfedi.notes_suite,
    "polls": funfedi.poll_suite,
}


def told() -> None:
    for suite, all_ in SUITES.items():
        for part, cases in all_.tests.items():
            for case in cases:
                one = {
                    "suite": f"{suite}, {part}",
                    "case": case.name,
                    "status": case.status.value,
                    "activity": case.maker.to_send(BETWEEN).activity,
                }
                sys.stdout.write(json.dumps(one) + "\n")


told()
