"""A programme in the format that conference apps read (EventFahrplan, Giggity).

The c3voc schedule, as its JSON schema says (github.com/voc/schedule, validator/json/schema.json)
and as pretalx writes it (there, validator/json/examples/pretalx-democon.json); the XML is the same
tree, after validator/xsd/schedule.xml.xsd. Times have their offset, a duration is "HH:MM", rooms
hold their sessions by day. What has no room of its own is in the building.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from vaknet.domain.programme.line import Day, Item, Programme
from vaknet.domain.programme.models import ProgrammeRoom
from vaknet.interfaces.web.templatetags.programme import speaker_name

SLOT = "00:05"
OF_EVENT = ("date", "start", "duration", "room", "slug", "url", "title", "subtitle", "track")
MORE_OF_EVENT = ("type", "language", "abstract", "description")


def schedule_of(
    programme: Programme, rooms: Iterable[ProgrammeRoom], *, base_url: str
) -> dict[str, Any]:
    """`version` tells an app whether something changed: the moment of the latest change."""
    event = programme.event
    zone = ZoneInfo(event.zone)
    changed = [item.session.changed_at for item in programme.items]
    days = [day for day in programme.days if any(stop.items for stop in day.stops)]
    url = f"{base_url}/b/{event.pk}/programma/"
    return {
        "schedule": {
            "version": max([event.changed_at, *changed]).astimezone(zone).isoformat("T", "seconds"),
            "base_url": url,
            "conference": {
                "acronym": f"vaknet{event.pk:04}",
                "title": event.name,
                "start": event.local_start.date().isoformat(),
                "end": event.local_end.date().isoformat(),
                "daysCount": len(days),
                "timeslot_duration": SLOT,
                "time_zone_name": event.zone,
                "url": url,
                "rooms": [_room(event.uid, room) for room in rooms],
                "days": [
                    _day(number, day, programme, base_url) for number, day in enumerate(days, 1)
                ],
            },
        }
    }


def _room(event: uuid.UUID, room: ProgrammeRoom) -> dict[str, Any]:
    return {
        "name": room.name,
        "guid": str(uuid.uuid5(event, f"room-{room.pk}")),
        "description": room.note or None,
        "capacity": room.capacity,
    }


def _day(number: int, day: Day, programme: Programme, base_url: str) -> dict[str, Any]:
    zone = ZoneInfo(programme.event.zone)
    items = [item for stop in day.stops for item in stop.items]
    rooms: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        told = _event(item, programme, base_url)
        rooms.setdefault(told["room"], []).append(told)
    ends_at = max(item.session.ends_at for item in items)
    return {
        "index": number,
        "date": items[0].session.starts_at.astimezone(zone).date().isoformat(),
        "day_start": _at(items[0].session.starts_at, zone),
        "day_end": _at(ends_at, zone),
        "rooms": rooms,
    }


def _event(item: Item, programme: Programme, base_url: str) -> dict[str, Any]:
    session, event = item.session, programme.event
    zone = ZoneInfo(event.zone)
    begins = session.starts_at.astimezone(zone)
    name = slugify(session.title)[:60].strip("-") or "sessie"
    return {
        "id": session.pk,
        "guid": str(session.uid),
        "date": _at(session.starts_at, zone),
        "start": begins.strftime("%H:%M"),
        "duration": _duration(session.ends_at - session.starts_at),
        "room": session.room.name if session.room else event.venue or event.name,
        "slug": f"vaknet{event.pk:04}-{session.pk}-{name}".lower(),
        "url": f"{base_url}/b/{event.pk}/programma/{session.pk}/",
        "title": session.title,
        "subtitle": "",
        "track": None,
        "type": session.kind,
        "language": session.language,
        "abstract": session.abstract,
        "description": "",
        "persons": [{"id": one.pk, "public_name": speaker_name(one)} for one in item.speakers],
        "links": [],
    }


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat("T", "seconds")


def _duration(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def to_xml(told: dict[str, Any]) -> bytes:
    """The same tree; what XML cannot say stays away from titles before they are kept."""
    schedule, conference = told["schedule"], told["schedule"]["conference"]
    root = ElementTree.Element("schedule")
    _text(root, "version", schedule["version"])
    about = ElementTree.SubElement(root, "conference")
    for name in ("acronym", "title", "start", "end"):
        _text(about, name, conference[name])
    _text(about, "days", str(conference["daysCount"]))
    _text(about, "timeslot_duration", conference["timeslot_duration"])
    _text(about, "base_url", schedule["base_url"])
    _text(about, "time_zone_name", conference["time_zone_name"])
    for day in conference["days"]:
        _day_in_xml(root, day)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _day_in_xml(root: ElementTree.Element, day: dict[str, Any]) -> None:
    names = {"index": str(day["index"]), "date": day["date"]}
    of_day = ElementTree.SubElement(
        root, "day", {**names, "start": day["day_start"], "end": day["day_end"]}
    )
    for name, events in day["rooms"].items():
        room = ElementTree.SubElement(of_day, "room", {"name": name})
        for one in events:
            event = ElementTree.SubElement(
                room, "event", {"id": str(one["id"]), "guid": one["guid"]}
            )
            for field in (*OF_EVENT, *MORE_OF_EVENT):
                _text(event, field, one[field] or "")
            persons = ElementTree.SubElement(event, "persons")
            for person in one["persons"]:
                _text(persons, "person", person["public_name"], id=str(person["id"]))
            ElementTree.SubElement(event, "links")


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text
