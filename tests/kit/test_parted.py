"""A program that parted from another: how it ends, what it hears, and that it does not linger.

In a process of their own: the one with the tests has threads, and nothing parts from that.
"""

import subprocess
import sys

import psutil

from tests.house.conftest import PATIENCE, eventually, is_alive

BEGIN = """
import os, signal, subprocess, sys, time
import psutil
from vaknet.kit.parted import Parted

def ask(number, frame):
    print("asked", flush=True)

def rest():
    time.sleep(600)

signal.signal(signal.SIGTERM, ask)
"""


def _begin(program: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BEGIN + program]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _said(program: str) -> list[str]:
    with _begin(program) as begun:
        said, _ = begun.communicate(timeout=PATIENCE)
        assert begun.returncode == 0
        return said.split()


def test_its_end_is_told_as_of_any_program() -> None:
    assert _said(
        """
print(Parted("ends", sys.exit).wait(60), Parted("minds", sys.exit, 3).wait(60))
print(Parted("falls", os.kill, 0, "no signal").wait(60))
resting = Parted("rests", rest)
print(resting.poll())
try:
    resting.wait(0.01)
except subprocess.TimeoutExpired:
    print("rests")
resting.kill()
print(resting.wait(60), resting.poll(), resting.returncode)
resting.send_signal(signal.SIGTERM)  # it is gone: nothing happens
"""
    ) == ["0", "3", "1", "None", "rests", "-9", "-9", "-9"]


def test_what_comes_for_it_the_moment_it_begins_is_not_heard_as_if_it_were_for_the_other() -> None:
    said = _said(
        """
for _ in range(30):
    begun = Parted("rests", rest)
    begun.send_signal(signal.SIGTERM)
    print(begun.wait(60))
os.kill(os.getpid(), signal.SIGTERM)
"""
    )
    assert said == ["-15"] * 30 + ["asked"]


def test_a_list_of_processes_says_which_it_is() -> None:
    said = _said(
        """
def tell():
    print(*psutil.Process().cmdline(), flush=True)
Parted("vaknet resting", tell).wait(60)
"""
    )
    assert said == ["vaknet", "resting"]


def test_it_goes_when_the_one_it_parted_from_is_killed() -> None:
    with _begin('print(Parted("rests", rest).pid, flush=True)\nrest()') as begun:
        assert begun.stdout is not None
        resting = psutil.Process(int(begun.stdout.readline()))
        begun.kill()
        eventually(lambda: not is_alive(resting))
