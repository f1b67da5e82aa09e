"""Branches are measured without slowing down all the rest: docs/decisions/0095."""

import dis
import sys
from types import CodeType


def quickly() -> None:
    """What starts measuring in this process from now on does it by `sys.monitoring`.

    coverage does so by itself from Python 3.14 on, where either way out of a branch can be
    silenced. In 3.13 only both can, so a branch speaks until both were taken. Elsewhere nothing
    changes. Everything that is patched here is gone with Python 3.13.
    """
    if sys.version_info[:2] != (3, 13):
        return
    from coverage import bytecode, core, env, sysmon

    class UntilBoth(sysmon.SysMonitor):
        def __init__(self) -> None:
            super().__init__()
            self.first: dict[tuple[int, int], int] = {}

        def sysmon_branch_either(self, code: CodeType, place: int, goal: int) -> object:
            first = self.first.get((id(code), place))
            if first == goal:
                return None
            super().sysmon_branch_either(code, place, goal)
            if first is None:
                self.first[id(code), place] = goal
                return None
            return sysmon.DISABLE

    events = sys.monitoring.events
    events.BRANCH_LEFT = events.BRANCH_RIGHT = events.BRANCH
    bytecode.RETURNS.add(dis.opmap["RETURN_CONST"])  # an instruction that 3.14 has no more
    env.PYBEHAVIOR.branch_right_left = env.SYSMON_DEFAULT = True
    core.SysMonitor = UntilBoth
