"""Planning an event, and coming to one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vaknet.domain.events import rules
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event, RegistrationQuestion
from vaknet.domain.events.words import ZONES
from vaknet.domain.groups.models import Group
from vaknet.domain.people.models import Organisation
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.meant import PlaceForm
from vaknet.interfaces.web.forms.moments import day_field, moment_said, time_field
from vaknet.interfaces.web.forms.people import Suggested
from vaknet.kit.recurrence import Every, moment_at

UNKNOWN = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
ANSWERS = {"yes": True, "no": False, "": None}
PLAIN = ("name", "summary", "description", "readers", "form", "venue", "address", "price")
SAME = (*PLAIN, "online_address", "access_note", "capacity", "most_companions", "takes_guests")
FACTS = ("step_free", "ring_loop", "quiet_room")


class EventForm(PlaceForm):
    """All that its organisers say. Without a last day it ends on the first; an end before the
    beginning is on the night after it."""

    name = TextField(label=_("What is it called?"), max_length=120)
    summary = TextField(
        label=_("In one sentence"),
        help_text=_("What is it, and for whom? At most 200 characters."),
        max_length=200,
        required=False,
    )
    day = day_field(_("Day"))
    starts = time_field(_("Begins at"))
    ends = time_field(_("Ends at"))
    last_day = day_field(_("Last day"), required=False, help_text=_("Only when it lasts longer."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="Europe/Amsterdam")
    form = forms.ChoiceField(
        label=_("How does one take part?"), choices=Event.Form, widget=forms.RadioSelect
    )
    venue = TextField(label=_("Building or room"), max_length=120, required=False)
    address = TextField(
        label=_("Address"), max_length=200, required=False, help_text=_("Street and number.")
    )
    place = TextField(
        label=_("Town or village"),
        max_length=170,
        required=False,
        widget=Suggested("suggest-places", autocomplete="address-level2"),
    )
    online_address = forms.URLField(
        label=_("Address online"),
        help_text=_("Only who comes sees it."),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    description = TextField(
        label=_("More about it"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    step_free = forms.ChoiceField(label=_("Without steps"), choices=UNKNOWN, required=False)
    ring_loop = forms.ChoiceField(label=_("Ring loop"), choices=UNKNOWN, required=False)
    quiet_room = forms.ChoiceField(label=_("Quiet room"), choices=UNKNOWN, required=False)
    access_note = TextField(
        label=_("More about access"),
        help_text=_("For example: parking, sign language, who to call."),
        max_length=300,
        required=False,
    )
    price = TextField(
        label=_("What does it cost?"),
        help_text=_("Empty means: nothing."),
        max_length=100,
        required=False,
    )
    readers = forms.ChoiceField(
        label=_("Who may know of it and come?"), choices=Event.Readers, widget=forms.RadioSelect
    )
    takes_guests = forms.BooleanField(
        label=_("Also people without an account, by mail"), required=False
    )
    capacity = forms.IntegerField(
        label=_("Number of seats"), help_text=_("Empty means: no end."), required=False
    )
    most_companions = forms.TypedChoiceField(
        label=_("How many people may one bring?"),
        choices=[(number, str(number)) for number in range(rules.MOST_COMPANIONS + 1)],
        coerce=int,
        initial=0,
    )
    registers_from = day_field(_("One can register from"), required=False)
    registers_until = day_field(_("Last day to register"), required=False)
    questions = TextField(
        label=_("What do you want to know of who comes?"),
        help_text=_(
            "At most five questions, each on a line. We throw the answers away in a month."
        ),
        max_length=1_200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["questions"] = [
            line for line in data.get("questions", "").splitlines() if line.strip()
        ]
        if not self.errors:
            data["details"] = self._details(data)
        return data

    def _details(self, data: Mapping[str, Any]) -> EventDetails | None:
        zone, day, last = data["zone"], data["day"], data["last_day"]
        if last is None:
            last = day + timedelta(days=data["ends"] <= data["starts"])
        said = {"starts": (day, data["starts"]), "ends": (last, data["ends"])}
        starts, ends = (self._moment(name, *when, zone) for name, when in said.items())
        opens, closes = data["registers_from"], data["registers_until"]
        if starts is None or ends is None:
            return None
        return EventDetails(
            **{name: data[name] for name in SAME},
            step_free=ANSWERS[data["step_free"]],
            ring_loop=ANSWERS[data["ring_loop"]],
            quiet_room=ANSWERS[data["quiet_room"]],
            place=data["place"],
            starts_at=starts,
            ends_at=ends,
            zone=zone,
            registers_from=opens and moment_at(opens, time(), zone),
            registers_until=closes and moment_at(closes + timedelta(days=1), time(), zone),
        )

    def _moment(self, field: str, day: date, clock: time, zone: str) -> datetime | None:
        try:
            return moment_said(day, clock, zone)
        except ValidationError as problem:
            self.add_error(field, problem)
            return None


class NewEventForm(EventForm):
    """`groups`: those that she is in; `organisations`: for which she may speak."""

    def __init__(
        self,
        *args: Any,
        groups: Sequence[Group],
        organisations: Sequence[Organisation] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["groups"] = forms.MultipleChoiceField(
            label=_("Which groups hold it?"),
            choices=[(str(one.pk), one.actor.name) for one in groups],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        names = [("", _("None")), *((str(one.pk), one.name) for one in organisations)]
        if organisations:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Or an organisation"), choices=names, required=False
            )
        rest = [name for name in self.fields if name not in ("groups", "organisation")]
        self.order_fields(["groups", "organisation", *rest])


class RepeatForm(Form):
    every = forms.ChoiceField(label=_("How often?"), widget=forms.RadioSelect)
    until = day_field(
        _("Until and with"), required=False, help_text=_("Empty means: until you stop it.")
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[Every, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["every"].choices = choices  # type: ignore[attr-defined]


class ComingForm(Form):
    """What one says when registering: as much of it as the organisers ask."""

    def __init__(
        self, *args: Any, event: Event, questions: Sequence[RegistrationQuestion], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.asked = questions
        if event.most_companions:
            self.fields["companions"] = forms.TypedChoiceField(
                label=_("How many people do you bring?"),
                choices=[(number, str(number)) for number in range(event.most_companions + 1)],
                coerce=int,
                required=False,
            )
        for question in questions:
            self.fields[f"question_{question.pk}"] = TextField(
                label=question.text, max_length=500, required=question.is_required
            )

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "companions": data.get("companions") or 0,
            "answers": {one.pk: data.get(f"question_{one.pk}", "") for one in self.asked},
        }


class MemberComingForm(ComingForm):
    listed = forms.BooleanField(
        label=_("Others who come may see that I come"),
        help_text=_("Then you see who else does. You can change this."),
        required=False,
    )

    def said(self) -> dict[str, Any]:
        return super().said() | {"listed": self.cleaned_data["listed"]}


class GuestForm(Form):
    name = TextField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=_("Email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CancelEventForm(Form):
    reason = TextField(
        label=_("Why?"),
        help_text=_("Everybody who comes or waits reads this by mail."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CodeForm(Form):
    code = TextField(
        label=_("Code on the ticket"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code on the ticket.")},
    )


class OrganiserForm(Form):
    handle = TextField(
        label=_("Name or address of a member"),
        help_text=_("For example @samira.elidrissi."),
        max_length=200,
    )
