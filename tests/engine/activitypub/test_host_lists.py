"""Lists of hosts that servers hand each other."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.activitypub.host_lists import (
    MOST_LINES,
    Listed,
    Wrong,
    WrongLine,
    read_list,
    written,
)
from vaknet.engine.activitypub.host_names import host_in

MASTODON = """#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
elm.example,suspend,true,true,"Spam, and
more spam",false
OAK.example.,silence,false,false,,false
b*d.example,suspend,true,true,,true
ash.example,noop,false,false,,false
elm.example,silence,false,false,,false
10.0.0.1,suspend,true,true,,false
,suspend,true,true,,false
"""


def test_a_list_of_mastodon() -> None:
    found = read_list(MASTODON)
    assert found.rows == (
        Listed(3, "elm.example", "suspend", "Spam, and more spam"),
        Listed(4, "oak.example", "limit", ""),
    )
    assert found.wrong == (
        WrongLine(5, "b*d.example", Wrong.HIDDEN),
        WrongLine(6, "ash.example", Wrong.OTHER_SEVERITY),
        WrongLine(7, "elm.example", Wrong.TWICE),
        WrongLine(8, "10.0.0.1", Wrong.NO_HOST),
        WrongLine(9, "", Wrong.NO_ROW),
    )


def test_a_host_on_each_line() -> None:
    found = read_list(
        "\ufeff# of friends\nelm.example\n\n*.oak.example\nhttps://ash.example/x\n!!\n"
    )
    assert [(one.line, one.host, one.kind) for one in found.rows] == [
        (2, "elm.example", "suspend"),
        (4, "oak.example", "suspend"),
        (5, "ash.example", "suspend"),
    ]
    assert found.wrong == (WrongLine(6, "!!", Wrong.NO_HOST),)


def test_what_is_no_table_is_named_by_its_line() -> None:
    found = read_list('domain,severity\nelm.example,suspend\n"oak"x.example,suspend\nash.example\n')
    assert [one.host for one in found.rows] == ["elm.example", "ash.example"]
    assert found.wrong == (WrongLine(3, "", Wrong.NO_ROW),)
    assert read_list("").rows == read_list("#domain\n").rows == ()


def test_a_list_without_end_ends() -> None:
    found = read_list("\n".join(f"a{n}.example" for n in range(MOST_LINES + 5)))
    assert len(found.rows) == MOST_LINES
    assert [one.why for one in found.wrong] == [Wrong.TOO_MANY]


hosts = st.integers(0, 99).map(lambda number: f"h{number}.example")
reasons = st.text("a\"',;=@-é", max_size=9)


@given(
    st.dictionaries(hosts, st.tuples(st.sampled_from(["suspend", "limit"]), reasons), max_size=5)
)
def test_what_is_written_is_read_again(given_hosts) -> None:
    rows = [(host, kind, reason) for host, (kind, reason) in given_hosts.items()]
    found = read_list("".join(written(rows)))
    assert found.wrong == ()
    assert [(one.host, one.kind, one.reason.removeprefix("'")) for one in found.rows] == [
        (host, kind, reason.removeprefix("'")) for host, kind, reason in rows
    ]


@pytest.mark.parametrize("reason", ["=1+1", "@SUM(A1)", "-2", "+3"])
def test_no_reason_is_a_formula(reason: str) -> None:
    [_head, row] = csv.reader(io.StringIO("".join(written([("elm.example", "suspend", reason)]))))
    assert row == ["elm.example", "suspend", "true", "true", f"'{reason}", "false"]


@given(st.text(max_size=200))
def test_whatever_comes_in_is_read_or_named(text: str) -> None:
    read_list(text)
    read_list(f"#domain,#severity\n{text}")


def test_a_network_of_a_trial_is_told_by_its_port() -> None:
    trial = {"127.0.0.1:8001"}
    assert host_in("127.0.0.1:8001", test_hosts=trial) == "127.0.0.1:8001"
    assert host_in("http://127.0.0.1:8001/page", test_hosts=trial) == "127.0.0.1:8001"
