"""The servers of Label Studio and doccano themselves: what they give back of our exports is what we gave them.

Each needs an environment of its own, which ``make interop-servers`` sets up; without it these tests are skipped. The
servers listen on this computer only, and keep their data in a folder that is deleted afterwards.
"""

import http.cookiejar
import io
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import doccano, label_studio
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import Record, RecordRelation, RecordSpan

pytestmark = pytest.mark.interop

USER, PASSWORD, TOKEN = "ana@example.org", "a-secret-of-tests-9", "0123456789abcdef0123456789abcdef01234567"
TEXT = "Homs 🔴 the Observatory said at least 287 ISIL fighters, among them 26 minors, were killed.\nSo it said."
WORDS = (("Homs", "location"), ("Observatory", "actor"), ("at least 287", "number"), ("ISIL fighters", "actor"),
         ("ISIL", "actor"), ("26 minors", "number"))  # fmt: skip
LABELS = ("actor", "location", "number")
_PATIENCE = 180


def articles() -> list[Record]:
    spans = []
    for at, (words, label) in enumerate(WORDS):
        start = TEXT.index(words)
        spans.append(RecordSpan(id=f"s{at}", label=label, start=start, end=start + len(words), text=words))
    relations = [
        RecordRelation(label="counts_who", head="s2", child="s3"),
        RecordRelation(label="subset_of", head="s5", child="s2"),
    ]
    first = Record(TEXT, "a1", meta={"title": "T"}, layer="ana", status="done", spans=spans, relations=relations)
    return [first, Record("Nothing was said.", "a2", layer="ana", status="done")]


def plain(records: list[Record]) -> list[Any]:
    """Return what has to come back: spans with their places and tags, and relations between these."""
    found: list[Any] = []
    for record in sorted(records, key=lambda record: record.id or ""):
        places = {span.id: (span.start, span.end, span.label) for span in record.spans}
        arrows = sorted((one.label, places[one.head], places[one.child]) for one in record.relations)
        spans = sorted((span.start, span.end, span.label) for span in record.spans)
        found.append((record.id, record.text, spans, arrows))
    return found


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


@contextmanager
def running(command: list[str], folder: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | env, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def eventually(attempt: Callable[[], Any], process: subprocess.Popen[bytes], folder: Path) -> Any:
    """Return what ``attempt`` returns once it returns something."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            found = attempt()
        except (urllib.error.URLError, ConnectionError, OSError):
            found = None
        if found:
            return found
        assert process.poll() is None, (folder / "log").read_text(errors="replace")[-2000:]
        time.sleep(1)
    raise AssertionError((folder / "log").read_text(errors="replace")[-2000:])


def program(variable: str) -> str:
    path = os.environ.get(variable, "")
    if not Path(path).is_file():
        pytest.skip(f"{variable} does not name the server's program (make interop-servers)")
    return path


def test_label_studio_gives_back_the_same_spans_and_relations(tmp_path: Path):
    server, port = program("LABEL_STUDIO"), free_port()
    env = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(tmp_path), "LATEST_VERSION_CHECK": "0", "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "", "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "DJANGO_DB": "sqlite",
    }  # fmt: skip
    command = [server, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port), "--username", USER,
               "--password", PASSWORD, "--user-token", TOKEN]  # fmt: skip
    labels = "".join(f'<Label value="{label}"/>' for label in LABELS)
    relations = '<Relations><Relation value="counts_who"/><Relation value="subset_of"/></Relations>'
    config = (
        f'<View>{relations}<Labels name="label" toName="text">{labels}</Labels><Text name="text" value="$text"/></View>'
    )
    with running(command, tmp_path, env) as process:
        client = Client(port, {"Authorization": f"Token {TOKEN}"})
        eventually(lambda: client.ask("/health"), process, tmp_path)
        project = client.json("/api/projects/", {"title": "News", "label_config": config})["id"]
        target = io.BytesIO()
        label_studio.write(articles(), target, WriteOptions())
        given = client.json(f"/api/projects/{project}/import", raw=target.getvalue())
        assert given["task_count"] == 2
        back = client.ask(f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true")
    found = list(label_studio.read(Source("x.json", ".json", len(back), lambda: io.BytesIO(back)), None))
    assert plain(found) == plain(articles())
    assert [record.meta for record in found] == [record.meta for record in articles()]
    assert found[0].layer == "ana"


def multipart(name: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="filepond"; filename="{name}"\r\n'
    body = f"{head}Content-Type: application/json\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"


@pytest.mark.parametrize("with_relations", [False, True])
def test_doccano_gives_back_the_same_spans_and_relations(tmp_path: Path, with_relations: bool):
    server, port = program("DOCCANO"), free_port()
    env = {"DOCCANO_HOME": str(tmp_path), "HOME": str(tmp_path), "STANDALONE": "True"}
    for command in (["init"], ["createuser", "--username", "ana", "--password", PASSWORD, "--email", USER]):
        subprocess.run([server, *command], cwd=tmp_path, env=os.environ | env, capture_output=True, check=True)
    with (
        running([server, "webserver", "--port", str(port)], tmp_path, env) as process,
        running([server, "task"], tmp_path, env),
    ):
        client = Client(port)
        eventually(lambda: client.ask("/v1/health/") or True, process, tmp_path)
        found = _through_doccano(client, process, tmp_path, with_relations=with_relations)
    wanted = articles()
    if not with_relations:
        wanted[0].relations = []
    assert plain(found) == plain(wanted)
    assert [record.meta for record in found] == [record.meta for record in wanted]
    assert {record.layer for record in found} == {"ana"}


def _through_doccano(
    client: Client, process: subprocess.Popen[bytes], folder: Path, *, with_relations: bool
) -> list[Record]:
    client.json("/v1/auth/login/", {"username": "ana", "password": PASSWORD})
    settings = {
        "name": "News", "description": "News", "project_type": "SequenceLabeling",
        "resourcetype": "SequenceLabelingProject", "allow_overlapping": True, "use_relation": with_relations,
        "grapheme_mode": False, "tags": [],
    }  # fmt: skip
    project = f"/v1/projects/{client.json('/v1/projects', settings)['id']}"
    target = io.BytesIO()
    write = doccano.write_with_relations if with_relations else doccano.write
    write(articles(), target, WriteOptions())
    body, kind = multipart("x.jsonl", target.getvalue())
    upload = client.ask("/v1/fp/process/", raw=body, kind=kind).decode()
    task = "RelationExtraction" if with_relations else "SequenceLabeling"
    asked = {"format": "JSONL", "task": task, "uploadIds": [upload], "encoding": "utf_8", "column_data": "text",
             "column_label": "label", "delimiter": ""}  # fmt: skip
    _done(client, client.json(f"{project}/upload", asked)["task_id"], process, folder)
    export = client.json(f"{project}/download", {"format": "JSONL", "exportApproved": False})["task_id"]
    _done(client, export, process, folder)
    back = client.ask(f"{project}/download?taskId={export}")
    found = []
    with zipfile.ZipFile(io.BytesIO(back)) as whole:
        for name in whole.namelist():
            content = whole.read(name)
            source = Source(f"export.zip/{name}", ".jsonl", len(content), lambda content=content: io.BytesIO(content))
            found += list(doccano.read(source, None))
    return found


def _done(client: Client, task: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    def answered() -> Any:
        said = client.json(f"/v1/tasks/status/{task}")
        return said if said["ready"] else None

    answer = eventually(answered, process, folder)
    assert not answer.get("error"), answer
