"""A member's own network, for her own eyes: how far it reaches, what goes cold, who are bridges,
and a picture of it all."""

from vaknet.engine.network.bridging import Bridge, bridges, constraint
from vaknet.engine.network.contacts import Contact
from vaknet.engine.network.cooling import Cold, cold
from vaknet.engine.network.labels import Group
from vaknet.engine.network.picture import Node, Picture, layout
from vaknet.engine.network.shares import LARGEST, Reach, Share, Spread, reach

__all__ = [
    "LARGEST",
    "Bridge",
    "Cold",
    "Contact",
    "Group",
    "Node",
    "Picture",
    "Reach",
    "Share",
    "Spread",
    "bridges",
    "cold",
    "constraint",
    "layout",
    "reach",
]
