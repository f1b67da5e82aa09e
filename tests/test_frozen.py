"""A frozen query answers what its queryset would, for everybody, and after every change."""

from datetime import date, timedelta

import pytest
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.actions import start_group
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.notices.queries import today
from vaknet.domain.people.models import Account


def _contacts(viewer: int) -> QuerySet[Connection]:
    rows = Connection.objects.filter(holder=viewer, until=None)
    return rows.select_related("contact").order_by("pk")


CONTACTS = Frozen(_contacts)


def test_it_answers_for_whoever_asks(world: World, django_assert_num_queries) -> None:
    for actor in world.everybody:
        assert CONTACTS(viewer=actor.pk) == list(_contacts(actor.pk))
    with django_assert_num_queries(1):
        assert [one.contact.name for one in CONTACTS(viewer=world.joost.pk)]


def test_it_sees_what_changed(world: World) -> None:
    before = len(CONTACTS(viewer=world.samira.pk))
    Connection.objects.filter(holder=world.samira, contact=world.joost).delete()
    assert len(CONTACTS(viewer=world.samira.pk)) == before - 1


def test_words_and_moments_are_filled_in(db: None) -> None:
    member("Ilse de Wit", "ilse@oosterhage.example")

    def accounts(email: str, since: timezone.datetime) -> QuerySet[Account]:
        return Account.objects.filter(email=email, created_at__gte=since)

    frozen = Frozen(accounts)
    yesterday = timezone.now() - timedelta(days=1)
    assert len(frozen(email="ilse@oosterhage.example", since=yesterday)) == 1
    assert frozen(email="'; drop table people_account; --", since=yesterday) == []
    assert frozen(email="ilse@oosterhage.example", since=timezone.now()) == []


def test_what_never_changes_is_written_out(world: World) -> None:
    """With per cents and quotes in it; and a value goes along once, however often it is named."""

    def people(word: str) -> QuerySet[Actor, str]:
        odd = Value("100 %s, '; drop table people_account; --")
        named = Q(name=word) | Q(handle=word) | Q(headline=word)
        rows = Actor.objects.filter(named, name__contains="i").exclude(name__startswith="%")
        return rows.annotate(odd=odd).values_list("name", "odd")

    frozen = Frozen(people)
    for word in (world.samira.name, "%", "100 %s"):
        assert frozen(word=word) == list(people(word))
    assert len(frozen(word=world.samira.name)) == 1
    assert list(frozen._ready(frozenset()).wraps) == ["word_str"]


def test_a_list_of_ids_is_one_value(world: World, django_assert_num_queries) -> None:
    def people(ids: list[int]) -> QuerySet[Actor, str]:
        return Actor.objects.filter(pk__any_of=ids).order_by("name").values_list("name", flat=True)

    frozen = Frozen(people)
    everybody = [actor.pk for actor in world.everybody]
    with django_assert_num_queries(3):
        assert frozen(ids=everybody) == sorted(actor.name for actor in world.everybody)
        assert frozen(ids=[world.noor.pk]) == [world.noor.name]
        assert frozen(ids=[]) == []


def test_a_guest_has_sql_of_her_own(world: World, django_assert_num_queries) -> None:
    def groups(viewer: Actor | None, today: date) -> QuerySet[Group]:
        rows = readable_groups(viewer)
        if viewer is not None:
            rows = rows.filter(memberships__since__date__lte=today).distinct()
        return rows.order_by("pk")

    hidden = start_group(world.noor, name="Kelder", purpose="Stil", readers="group")
    square = start_group(world.noor, name="Plein", purpose="Open", readers="public")
    frozen, today = Frozen(groups), timezone.localdate()
    with django_assert_num_queries(3):
        assert hidden in frozen(viewer=world.noor, today=today)
        assert hidden not in frozen(viewer=world.bram, today=today)
        assert frozen(viewer=None, today=today) == [square]


def test_a_part_is_what_a_slice_gives(world: World) -> None:
    def people(group: Group) -> QuerySet[Actor]:
        rows = Actor.objects.filter(group_memberships__group=group)
        return rows.order_by("name")

    frozen, all_of_them = Frozen(people), list(people(world.group))
    for start, end in ((0, 2), (1, 3), (2, 99), (99, 100), (3, 1), (None, None), (1, None)):
        wanted = slice(start, end)
        assert frozen.part(wanted, group=world.group) == all_of_them[wanted]
    assert frozen(group=world.group) == all_of_them


def test_a_value_that_the_query_does_not_hold_is_a_mistake(db: None) -> None:
    def everybody(viewer: int) -> QuerySet[Actor]:
        return Actor.objects.all()

    with pytest.raises(ValueError, match="viewer"):
        Frozen(everybody)(viewer=1)


def test_a_page_of_today_costs_the_same_each_time(world: World, django_assert_num_queries) -> None:
    today(world.noor)
    with django_assert_num_queries(34):
        today(world.noor)
    with django_assert_num_queries(34):
        today(world.fatma)
