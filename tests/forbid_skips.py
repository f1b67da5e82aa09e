"""In CI a test that did not really run counts as failed: nothing may rot unseen."""

import os

import pytest

SKIPPED = ("skipped", "xfailed", "xpassed")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if os.environ.get("VAKNET_FORBID_SKIPS") and exitstatus == 0 and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in _skipped(terminalreporter.config):
        terminalreporter.write_line(f"did not run: {report.nodeid}")


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return []
    return [report for kind in SKIPPED for report in reporter.stats.get(kind, [])]
