"""Connecting: with a note, agreed by both, declined in silence."""

from vaknet.domain.connections.models import Connection


def test_a_connection_keeps_its_note_day_and_roles(world):
    samira, joost = world.samira, world.joost
    tie = Connection.objects.get(holder=samira, contact=joost)
    mirror = Connection.objects.get(holder=joost, contact=samira)
    assert tie.note == mirror.note == "Wij kennen elkaar van het werk."
    assert tie.since == mirror.since
    assert tie.contact_headline == "adviseur vergunningen, gemeente Duinrade"
    assert mirror.contact_headline == "vergunningverlener, gemeente Waterveen"
