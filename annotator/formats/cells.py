"""Cells of tables for spreadsheets: none is taken for a formula, and each can be read back."""

import regex

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it, Excel takes UTF-8 for something else."""

_FORMULA = regex.compile(r"['\s]*[=+\-@＝＋－＠\t\r\n]")
"""Also behind blanks, which some programs trim, and behind apostrophes, so that taking one away restores the words."""


def safe_cell(value: object) -> str:
    """Return ``value`` as a cell that no spreadsheet takes for a formula: with an apostrophe in front if need be."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def restored_cell(cell: str) -> str:
    """Return what :func:`safe_cell` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell
