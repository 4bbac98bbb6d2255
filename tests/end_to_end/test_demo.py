"""The demo on a machine without a screen, as a newcomer would start it."""

import json

from running import Run


def test_the_demo_does_the_main_job_without_a_screen_and_says_where_everything_is(shell: Run, tmp_path):
    answer = shell("demo", "here")
    assert answer.code == 0, answer.err
    said = dict(line.split(": ", 1) for line in answer.out.splitlines())
    left = {what: tmp_path / path for what, path in said.items()}
    assert all(path.stat().st_size > 1000 for path in left.values())
    assert {"Project", "JSONL", "Picture of the window"} <= left.keys()
    lines = [json.loads(line) for line in left["JSONL"].read_text(encoding="utf-8").splitlines()]
    own = [line for line in lines if line.get("layer") == "ana" and any(s["origin"] == "human" for s in line["spans"])]
    assert own
    assert shell("verify", said["Project"]).code == 0


def test_the_demo_goes_on_with_a_project_that_is_there(shell: Run):
    assert shell("demo", "here").code == 0
    assert shell("demo", "here").code == 0
