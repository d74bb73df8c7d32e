"""Every test begins with a clean environment; skipped tests fail where nothing may be skipped."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_configure() -> None:
    """Ctrl-C means what it does at a terminal: whoever was started in the background was told to ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile("steady", derandomize=True)
    if os.environ.get("CI"):  # a change is judged by what it does; what chance finds is found on somebody's desk
        settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer ``--no-skips``."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test is a failure")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No option of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("REPORTER_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CatchAll]:
    """A mail server that takes what it is not told to refuse."""
    with CatchAll(tmp_path / "mailbox") as listening:
        yield listening


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Turn a skip into a failure where ``--no-skips`` says so."""
    del call
    outcome = yield
    report: pytest.TestReport = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped, but nothing may be skipped here: {reason}"
