"""Libraries that only some formats need, and that are installed only if somebody wants those formats."""

from importlib import import_module
from types import ModuleType

from annotator.errors import UserError


def needed(module: str, extra: str, what: str) -> ModuleType:
    """Import ``module`` and return it.

    Raises:
        UserError: if it is not installed; the sentence names the extra that brings it.
    """
    try:
        return import_module(module)
    except ImportError:
        raise UserError(
            f"{what} needs more than is installed; get it with: pip install 'news-annotator[{extra}]'."
        ) from None
