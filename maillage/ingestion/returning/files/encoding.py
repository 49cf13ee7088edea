"""Knows how a corrected text becomes bytes again."""


def encoded(text: str, encoding: str) -> bytes:
    """The text in the encoding of the file; in UTF-8 when that one cannot hold a new word."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")
