"""Knows how a value becomes a cell that no spreadsheet runs as a formula."""

# A cell that starts with one of these may be run as a formula by a spreadsheet (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Free text as a cell: an apostrophe goes before what would be a formula, and before what already begins so, for `unsafe` to give the text back."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def unsafe(cell: str) -> str:
    """A cell written by `safe` as its text again."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
