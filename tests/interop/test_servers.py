"""The servers of Label Studio and doccano themselves: what they give back of our exports is what we gave them.

Each needs an environment of its own, which ``make interop`` sets up, and which a variable names. The servers listen on
this computer only, and keep their data in a folder that is deleted afterwards.
"""

import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.model.record import Record
from tests.interop.hard_articles import hard_articles, long_article
from tests.interop.through import Files, check_through

pytestmark = pytest.mark.interop

USER, PASSWORD, TOKEN = "ana@example.org", "a-secret-of-tests-9", "0123456789abcdef0123456789abcdef01234567"
LABELS = ("actor", "location", "number", "claim")
RELATIONS = ("source", "counts_who", "subset_of", "about")
_PATIENCE = 600


class Client:
    """A browser, as far as the servers can tell."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self._at = f"http://127.0.0.1:{port}"
        self._headers = headers or {}
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def ask(self, path: str, data: object = None, raw: bytes | None = None, kind: str = "application/json") -> bytes:
        body = raw if raw is not None else json.dumps(data).encode() if data is not None else None
        request = urllib.request.Request(self._at + path, body, {"Content-Type": kind, **self._headers})
        for cookie in self._cookies:
            if cookie.name == "csrftoken" and cookie.value:
                request.add_header("X-CSRFToken", cookie.value)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            error.add_note(error.read()[:1000].decode(errors="replace"))
            raise

    def json(self, path: str, data: object = None, **more: Any) -> Any:
        return json.loads(self.ask(path, data, **more))


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Server(NamedTuple):
    """A program that was started, and the folder with all that it writes."""

    process: subprocess.Popen[bytes]
    folder: Path
    client: Client

    def eventually(self, attempt: Callable[[], Any]) -> Any:
        """Return what ``attempt`` returns once it returns something."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with suppress(urllib.error.URLError, OSError):
                if found := attempt():
                    return found
            assert self.process.poll() is None, self.log()
            time.sleep(0.5)
        raise AssertionError(self.log())

    def log(self) -> str:
        """Return the end of what the program said."""
        return (self.folder / "log").read_text(errors="replace")[-2000:]


@contextmanager
def running(command: list[str], folder: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends, however it ends; what it has started itself is ended with it."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)


def program(variable: str) -> Path:
    """Return the program that a variable names; without it the test fails, and says so."""
    path = os.environ.get(variable, "")
    assert Path(path).is_file(), f"{variable} does not name the server’s program: make interop-servers does"
    return Path(path)


@pytest.fixture(scope="module")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Label Studio, with nothing in it."""
    server, port, folder = program("LABEL_STUDIO"), free_port(), tmp_path_factory.mktemp("label-studio")
    env = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder), "HOME": str(folder), "LATEST_VERSION_CHECK": "0",
        "COLLECT_ANALYTICS": "false", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "DJANGO_DB": "sqlite",
    }  # fmt: skip
    command = [f"{server}", "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", f"{port}", "--username",
               USER, "--password", PASSWORD, "--user-token", TOKEN]  # fmt: skip
    client = Client(port, {"Authorization": f"Token {TOKEN}"})
    with running(command, folder, env) as process:
        started = Server(process, folder, client)
        started.eventually(lambda: client.ask("/health"))
        yield started


def test_label_studio_gives_back_the_same_spans_and_relations(label_studio: Server, articles: list[Record]):
    labels = "".join(f'<Label value="{label}"/>' for label in LABELS)
    relations = "".join(f'<Relation value="{relation}"/>' for relation in RELATIONS)
    config = (
        f'<View><Relations>{relations}</Relations><Labels name="label" toName="text">{labels}</Labels>'
        '<Text name="text" value="$text"/></View>'
    )
    client = label_studio.client

    def through(files: Files) -> Files:
        ((name, content),) = files.items()
        project = client.json("/api/projects/", {"title": "News", "label_config": config})["id"]
        given = client.json(f"/api/projects/{project}/import", raw=content)
        assert given["task_count"] == len({record.id for record in articles})
        return {name: client.ask(f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true")}

    check_through(through, "label_studio", articles)


@pytest.fixture(scope="module")
def doccano(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """doccano, with nothing in it, and somebody who is logged in."""
    server, port, folder = program("DOCCANO"), free_port(), tmp_path_factory.mktemp("doccano")
    env = {"DOCCANO_HOME": str(folder), "HOME": str(folder), "STANDALONE": "True"}
    for command in (["init"], ["createuser", "--username", "ana", "--password", PASSWORD, "--email", USER]):
        subprocess.run([server, *command], cwd=folder, env=os.environ | env, capture_output=True, check=True)
    # Its own command would listen to the whole network.
    (backend,) = server.parent.parent.glob("lib/*/site-packages/backend")
    serve = [f"{server.parent / 'gunicorn'}", "--bind", f"127.0.0.1:{port}", "--chdir", f"{backend}", "config.wsgi"]
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production", "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": f"{folder / 'media'}",
    }  # fmt: skip
    client = Client(port)
    with ExitStack() as stack:
        process = stack.enter_context(running(serve, folder, env | settings))
        stack.enter_context(running([f"{server}", "task"], folder, env))
        started = Server(process, folder, client)
        started.eventually(lambda: client.ask("/v1/health/") or True)
        client.json("/v1/auth/login/", {"username": "ana", "password": PASSWORD})
        yield started


@pytest.mark.parametrize("articles", [hard_articles(), [long_article(spans=150)]], ids=["hard", "long"])
@pytest.mark.parametrize("format_name", ["doccano", "doccano_relations"])
def test_doccano_gives_back_the_same_spans_and_relations(doccano: Server, articles: list[Record], format_name: str):
    # Of a long article, doccano takes a time that is quadratic in its spans.
    with_relations = format_name == "doccano_relations"
    settings = {
        "name": "News", "description": "News", "project_type": "SequenceLabeling",
        "resourcetype": "SequenceLabelingProject", "allow_overlapping": True, "use_relation": with_relations,
        "grapheme_mode": False, "tags": [],
    }  # fmt: skip
    client = doccano.client

    def through(files: Files) -> Files:
        ((name, content),) = files.items()
        project = f"/v1/projects/{client.json('/v1/projects', settings)['id']}"
        body, kind = multipart(name, content)
        upload = client.ask("/v1/fp/process/", raw=body, kind=kind).decode()
        task = "RelationExtraction" if with_relations else "SequenceLabeling"
        asked = {"format": "JSONL", "task": task, "uploadIds": [upload], "encoding": "utf_8", "column_data": "text",
                 "column_label": "label", "delimiter": ""}  # fmt: skip
        _done(doccano, client.json(f"{project}/upload", asked)["task_id"])
        export = client.json(f"{project}/download", {"format": "JSONL", "exportApproved": False})["task_id"]
        _done(doccano, export)
        return {"export.zip": client.ask(f"{project}/download?taskId={export}")}

    check_through(through, format_name, articles, read_as="doccano")


def multipart(name: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="filepond"; filename="{name}"\r\n'
    body = f"{head}Content-Type: application/json\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"


def _done(server: Server, task: str) -> None:
    def answered() -> Any:
        said = server.client.json(f"/v1/tasks/status/{task}")
        return said if said["ready"] else None

    answer = server.eventually(answered)
    assert not answer.get("error"), answer
