"""Where the files that come with the program are: in the wheel, or beside the package in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_PACKAGE = "annotator"


def _shipped(name: str) -> Traversable:
    installed = files(_PACKAGE) / "_data" / name
    return installed if installed.is_dir() else Path(__file__).parent.parent / name


def resources() -> Traversable:
    """The folder of icons, tagsets, guidelines and help pages."""
    return _shipped("resources")


def sample_corpus() -> Traversable:
    """The folder of invented wire articles and two annotators' work on them."""
    return _shipped("sample_corpus")
