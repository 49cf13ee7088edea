"""Knows how a file is received without touching the disk, and how a second one waits: nothing of it stays, whatever happens."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 5_000_000  # bytes: more than the national list of libraries; larger ones are for `maillage check`


class InMemory(FileUploadHandler):
    """Receives a file in memory, and lets it go beyond the limit. The request then knows it: `request.is_too_large`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece. Raise SkipFile beyond the limit."""
        if start + len(raw_data) > LARGEST:
            self.received = BytesIO()
            if self.request is not None:
                self.request.is_too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        self.received.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, from its beginning."""
        self.received.seek(0)
        return InMemoryUploadedFile(
            self.received, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset, self.content_type_extra
        )


@contextmanager
def one_at_a_time() -> Iterator[bool]:
    """Is nobody else's list being read, in any process of this machine? Reading one takes a whole processor: residents' pages come first."""
    folder = settings.VAR / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "verify").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
