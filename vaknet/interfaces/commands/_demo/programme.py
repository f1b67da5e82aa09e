"""The programme of the demo's day: an opening, two rounds of three workshops, lunch and drinks."""

from collections.abc import Sequence
from datetime import timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.programme import actions
from vaknet.domain.programme.models import ProgrammeRoom, Session

MINUTE = timedelta(minutes=1)
ROOMS = (
    ("Grote hal", "Begane grond, met ringleiding", None),
    ("Zaal 1", "Begane grond", 24),
    ("Zaal 2", "Eerste verdieping, met de lift", 16),
    ("Zaal 3", "Eerste verdieping, met de lift", 6),
)
# Minutes after the beginning, how long, kind, title, what it is about.
WHOLE = (
    (0, 30, "break", "Inloop met koffie", "Haal je badge. Daarop staat wat je zoekt."),
    (30, 60, "plenary", "Je netwerk is gewoon werk", "Opening in de grote hal."),
    (165, 60, "break", "Lunch aan lange tafels", "Per tafel één onderwerp. Schuif aan."),
    (375, 45, "break", "Borrel", "En dan is het echt klaar."),
)
# Minutes after the beginning, name, and for each room a title and what it is about.
ROUNDS = (
    (
        90,
        "Workshops, eerste ronde",
        (
            ("Van papier naar digitaal dossier", "Hoe 4.200 bouwdossiers van zolder kwamen."),
            ("Durf te vragen", "Een vraag stellen is ook een vak. We oefenen het."),
            ("Je pensioen in 45 minuten", "Wat je nu regelt, en wat vanzelf gaat."),
        ),
    ),
    (
        240,
        "Workshops, tweede ronde",
        (
            ("Toezicht in de wijk", "Wat zie je op straat, en wie bel je dan?"),
            ("Schrijven zodat iedereen het leest", "Neem een brief mee. We maken hem korter."),
            ("Nieuw in het vak", "Voor wie korter dan twee jaar werkt: wat had je willen weten?"),
        ),
    ),
)
LENGTH = 60


def make_programme(
    event: Event, *, by: Actor, speakers: Sequence[Actor] = (), comers: Sequence[Actor] = ()
) -> list[Session]:
    """Published. `by` organises the event, which lasts seven hours or more; each of the `speakers`
    says yes to a workshop, and the `comers`, who have a seat at the event, choose by turns."""
    hall, *small = [
        actions.keep_room(by, event=event, name=name, note=note, capacity=capacity)
        for name, note, capacity in ROOMS
    ]
    for after, minutes, kind, title, text in WHOLE:
        told = _details(event, after, minutes, title, text, kind=kind, room=hall)
        actions.plan_session(by, event=event, details=told)
    rounds = [_round(event, by, row, small) for row in ROUNDS]
    workshops = [session for planned in rounds for session in planned]
    actions.publish_programme(by, event=event)
    for session, speaker in zip(workshops, speakers, strict=False):
        actions.ask_speaker(by, session=session, handle=speaker.handle)
        actions.agree_to_speak(speaker, session=session)
    for number, comer in enumerate(comers):
        chosen = [planned[number % len(planned)].pk for planned in rounds]
        actions.choose_sessions(comer, event=event, sessions=chosen)
    return workshops


def _round(
    event: Event,
    by: Actor,
    row: tuple[int, str, tuple[tuple[str, str], ...]],
    rooms: Sequence[ProgrammeRoom],
) -> list[Session]:
    after, name, titles = row
    told = [
        _details(event, after, LENGTH, title, text, room=room)
        for (title, text), room in zip(titles, rooms, strict=True)
    ]
    return actions.plan_round(by, event=event, name=name, sessions=told)


def _details(
    event: Event,
    after: int,
    minutes: int,
    title: str,
    text: str,
    *,
    room: ProgrammeRoom,
    kind: str = Session.Kind.WORKSHOP,
) -> actions.SessionDetails:
    starts_at = event.starts_at + after * MINUTE
    return actions.SessionDetails(
        title=title,
        abstract=text,
        kind=kind,
        room=room,
        language="nl",
        starts_at=starts_at,
        ends_at=starts_at + minutes * MINUTE,
    )
