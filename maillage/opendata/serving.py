"""Knows how a file that does not change is served: length, identity, and the part that is asked of it (RFC 9110, one range)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import parse_etags

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
PIECE = 1 << 16


def file_response(request: HttpRequest, path: Path, *, etag: str, media_type: str, name: str) -> HttpResponseBase:
    """The file, or the part of it that is asked; 304 to who has it already."""
    headers = {"ETag": f'"{etag}"', "Accept-Ranges": "bytes", "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    if headers["ETag"] in [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]:
        return HttpResponseNotModified(headers=headers)
    size = path.stat().st_size
    asked = part(request, headers["ETag"], size)
    if asked is None:
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type, headers=headers)
    if asked == (0, 0):
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, stop = asked
    headers |= {"Content-Encoding": "identity"}  # a part is not compressed: its bytes are those that were asked
    headers |= {"Content-Range": f"bytes {start}-{stop - 1}/{size}", "Content-Length": str(stop - start)}
    return StreamingHttpResponse(pieces(path.open("rb"), start, stop), status=206, content_type=media_type, headers=headers)


def part(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First byte, and the one after the last; (0, 0) for a part that does not exist; None for the whole file."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not (asked[1] or asked[2]) or request.headers.get("If-Range", etag) != etag or len(asked[0]) > 60:
        return None
    first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
    last = min(size - 1, int(asked[2])) if asked[1] and asked[2] else size - 1
    return (first, last + 1) if first <= last else (0, 0)


def pieces(file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < stop and (piece := file.read(min(PIECE, stop - start))):
            start += len(piece)
            yield piece
