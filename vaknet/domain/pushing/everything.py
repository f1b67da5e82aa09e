"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.pushing.models import Device, Pushed, Wish


def everything_of(viewer: Actor) -> list[Part]:
    """Without the keys of a device: they open nothing for her, and something for who has them."""
    devices = Device.objects.filter(actor=viewer).order_by("pk")
    wishes = Wish.objects.filter(actor=viewer).order_by("pk")
    pushed = Pushed.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "devices",
            _("Devices that get messages"),
            {"browser": _("Browser"), "system": _("Device"), "since": _("Since")},
            streamed(devices.values_list("browser", "system", "since")),
            ("pushing.Device.actor",),
        ),
        Part(
            "wishes",
            _("Answers you wait for"),
            {"question": _("Question"), "by_mail": _("By e-mail"), "since": _("Since")},
            streamed(wishes.values_list("question__title", "by_mail", "since")),
            ("pushing.Wish.actor",),
        ),
        Part(
            "told_on",
            _("When a device told you last"),
            {"on": _("Day")},
            streamed(pushed.values_list("on")),
            ("pushing.Pushed.actor",),
        ),
    ]
