"""What is remembered comes back as what it was, and damage costs no more than the value that is damaged."""

from pathlib import Path

import pytest

from annotator.gui.article.metrics import Reading
from annotator.gui.settings import MOST_RECENT, Settings


def _again(settings: Settings, tmp_path: Path) -> Settings:
    settings.save()
    return Settings(tmp_path / "settings" / "settings.ini")


def test_everything_comes_back_with_its_type(settings: Settings, tmp_path: Path) -> None:
    settings.annotator = "ana, “the first” = عنا\n[x]"
    settings.geometry = b"\x00\xff geometry"
    settings.window_state = b"\x01state\x00"
    settings.text_size = 17.5
    settings.theme = "dark"
    settings.keys = {"article.flag": ("Ctrl+J", ";"), "tag.a, “b” = [c]": ()}
    settings.remember_project(tmp_path / "one.annotator")
    again = _again(settings, tmp_path)
    assert again.annotator == "ana, “the first” = عنا\n[x]"
    assert (again.geometry, again.window_state) == (b"\x00\xff geometry", b"\x01state\x00")
    assert (again.text_size, again.theme) == (17.5, "dark")
    assert again.keys == {"article.flag": ("Ctrl+J", ";"), "tag.a, “b” = [c]": ()}
    assert again.recent_projects == [tmp_path / "one.annotator"]


def test_without_anything_stored_there_are_defaults(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "none.ini")
    assert settings.recent_projects == []
    assert (settings.annotator, settings.geometry, settings.window_state) == ("", b"", b"")
    assert (settings.text_size, settings.theme, settings.keys) == (None, "system", {})


def test_the_newest_project_is_first_none_is_listed_twice_and_old_ones_go(settings: Settings, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}, [a] = b.annotator" for number in range(MOST_RECENT + 3)]
    for path in [*paths, paths[-3]]:
        settings.remember_project(path)
    recent = _again(settings, tmp_path).recent_projects
    assert recent[:2] == [paths[-3], paths[-1]]
    assert len(recent) == len(set(recent)) == MOST_RECENT
    settings.forget_project(paths[-3])
    assert _again(settings, tmp_path).recent_projects[0] == paths[-1]
    for path in settings.recent_projects:
        settings.forget_project(path)
    assert _again(settings, tmp_path).recent_projects == []


def test_how_the_text_is_read_comes_back(settings: Settings, tmp_path: Path) -> None:
    assert settings.reading == Reading()
    chosen = Reading(52, 1.8, "DejaVu Sans", 17.5)
    settings.reading = chosen
    assert _again(settings, tmp_path).reading == chosen


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("column=wide\nline_spacing=inf\nfont=5\ntext_size=-3", Reading(family="5")),
        ("column=nan\nline_spacing=\nfont=\ntext_size=1e999", Reading()),
        ("column=1\nline_spacing=0.01\ntext_size=0.2", Reading(30, 1.0, "", 6.0)),
        ("column=1e300\nline_spacing=99\ntext_size=4000\nfont=" + "x" * 9000, Reading(160, 3.0, "", 48.0)),
        ('column="50, 60"\nfont="a\\nb"', Reading()),
    ],
)
def test_damaged_reading_falls_back_to_what_can_be_read(tmp_path: Path, stored: str, read: Reading) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(f"[article]\n{stored}\n")
    assert Settings(path).reading == read


@pytest.mark.parametrize("damage", ["", "not an ini file at all", "[projects]\nrecent=[1, {\n", "\x00\xff\x00"])
def test_a_damaged_file_costs_only_what_is_damaged(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(damage + "\n[article]\ntext_size=huge\n[window]\ntheme=pink\ngeometry=5\n", "latin-1")
    settings = Settings(path)
    assert settings.recent_projects == []
    assert (settings.text_size, settings.theme, settings.geometry) == (None, "system", b"")
    settings.text_size = 12.0
    assert settings.text_size == 12.0


@pytest.mark.parametrize(
    "damage", ["{", "3", "[1]", '{"a": 5, "b": [1], "c": "F", "d": null}', "[" * 100_000], ids=lambda text: text[:9]
)
def test_damaged_keys_are_left_out(settings: Settings, tmp_path: Path, damage: str) -> None:
    settings._store.setValue("keys/chosen", damage)
    assert _again(settings, tmp_path).keys == {}


def test_without_keys_of_one_s_own_nothing_is_kept(settings: Settings) -> None:
    settings.keys = {"article.flag": ("J",)}
    settings.keys = {}
    assert not settings._store.contains("keys/chosen")


def test_the_usual_size_of_text_is_no_size_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.text_size = 20.0
    settings.text_size = None
    assert _again(settings, tmp_path).text_size is None


def test_choices_are_remembered_by_project_and_dialog_and_damage_reads_as_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.remember_choices("one", "export", {"format": "conll", "write": {"scheme": "bioes"}})
    again = Settings(tmp_path / "s.ini")
    assert again.choices("one", "export") == {"format": "conll", "write": {"scheme": "bioes"}}
    assert again.choices("one", "training") == again.choices("two", "export") == {}
    again._store.setValue("choices/one/export", "{")
    assert again.choices("one", "export") == {}
