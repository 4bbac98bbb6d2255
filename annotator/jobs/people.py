"""Who is working when nobody has said so."""

import getpass
import os

_VARIABLE = "ANNOTATOR_NAME"


def default_annotator() -> str:
    """Return the annotator's name: from the variable ``ANNOTATOR_NAME``, else the name they are logged in with."""
    named = os.environ.get(_VARIABLE, "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # No login name, as in some containers.
        return "annotator"
