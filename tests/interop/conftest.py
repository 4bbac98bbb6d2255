"""What tests with other people's programs share: hard articles, no network, and the versions that took part."""

import socket
from collections.abc import Generator, Iterator
from importlib.metadata import PackageNotFoundError, version

import pytest

from annotator.model.record import Record
from tests.interop.hard_articles import hard_articles, long_article

CLIENTS = (
    "spacy", "seqeval", "tokenizers", "datasets", "pyarrow", "pandas", "polars", "duckdb", "sqlite-utils", "datasette",
    "bioc", "dkpro-cassis", "pyrefiqda", "pyld", "rdflib", "conllu", "srsly",
)  # fmt: skip


@pytest.fixture(params=["hard", "long"])
def articles(request: pytest.FixtureRequest) -> list[Record]:
    """The hard articles, and then the long one."""
    return hard_articles() if request.param == "hard" else [long_article()]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail whatever connects to anything."""
    tried: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("there is no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    yield
    assert tried == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that is skipped fail: a client that is not there proves nothing, and has to be named."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"It was skipped: {call.excinfo and call.excinfo.value}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("markexpr") != "interop":
        return
    found = []
    for name in CLIENTS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} is not installed")
    terminalreporter.write_line(f"clients: {', '.join(found)}")
