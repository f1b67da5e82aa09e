"""Taking over a long list of hosts, a piece at a time."""

from vaknet.domain.federation.actions import limits


def take(brought_id: int) -> None:
    while limits.go_on_with_list(brought_id=brought_id):
        pass
