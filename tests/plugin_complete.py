"""With REQUIRE_ALL=1 a skipped test fails the run: nothing may be missing there.

Without it a skip is fine and listed at the end (`-rs`).
"""

import pytest

from waic.env import env_bool


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a green run with skips into a red one; workers leave that to their controller."""
    if not env_bool("REQUIRE_ALL") or hasattr(session.config, "workerinput"):
        return
    if exitstatus == pytest.ExitCode.OK and skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why it is red."""
    count = skipped(terminalreporter.config)
    if env_bool("REQUIRE_ALL") and count:
        terminalreporter.write_line(f"REQUIRE_ALL=1: {count} skipped, so the run fails.", red=True)


def skipped(config: pytest.Config) -> int:
    """Tests that were skipped."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0
