"""libtesseract called in this process, through its C API: no process for each page, no TSV written and read again.

The model is loaded once a process. A crash of the library is one of the process: the sandbox's costs one file. Where it
does not load, or is none that is known, `load` says None and the program is used. Source: tesseract/capi.h of 5.x.
"""

from __future__ import annotations

import ctypes
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_float, c_int, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LIBRARY, VERSION, OPENMP = "libtesseract.so.5", b"5.", "libgomp.so.1"
ONE_THREAD = ("OMP_THREAD_LIMIT", "1")  # one page, one core; OpenMP looks for it when it is loaded, and never again
LSTM_ONLY = 1  # engine mode
BLOCK, PARAGRAPH, LINE, WORD = 0, 1, 2, 3  # levels of a page
ROOM = 512 << 20  # bytes of addresses: with fewer the library would end the process, the program only itself
QUIET = (b"debug_file", b"/dev/null")
NO_MESSAGES = 6  # leptonica's severity above all: it draws for tesseract, and would write to standard error

# of capi.h (the last of leptonica's allheaders.h): what each function gives, and takes
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "TessVersion": (c_char_p,),
    "TessBaseAPICreate": (c_void_p,),
    "TessBaseAPIDelete": (None, c_void_p),
    "TessBaseAPIInit2": (c_int, c_void_p, c_char_p, c_char_p, c_int),
    "TessBaseAPISetVariable": (c_int, c_void_p, c_char_p, c_char_p),
    "TessBaseAPISetPageSegMode": (None, c_void_p, c_int),
    "TessBaseAPISetImage": (None, c_void_p, c_char_p, c_int, c_int, c_int, c_int),
    "TessBaseAPIRecognize": (c_int, c_void_p, c_void_p),
    "TessBaseAPIGetIterator": (c_void_p, c_void_p),
    "TessBaseAPIClear": (None, c_void_p),
    "TessMonitorCreate": (c_void_p,),
    "TessMonitorDelete": (None, c_void_p),
    "TessMonitorSetDeadlineMSecs": (None, c_void_p, c_int),
    "TessResultIteratorGetPageIterator": (c_void_p, c_void_p),
    "TessResultIteratorGetUTF8Text": (c_void_p, c_void_p, c_int),
    "TessResultIteratorConfidence": (c_float, c_void_p, c_int),
    "TessResultIteratorNext": (c_int, c_void_p, c_int),
    "TessResultIteratorDelete": (None, c_void_p),
    "TessPageIteratorIsAtBeginningOf": (c_int, c_void_p, c_int),
    "TessPageIteratorBoundingBox": (c_int, c_void_p, c_int, *[POINTER(c_int)] * 4),
    "TessDeleteText": (None, c_void_p),
    "setMsgSeverity": (c_int, c_int),
}


class Row(NamedTuple):
    """One word as tesseract says it: text, box in pixels, confidence (0-100), and its block, paragraph and line."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, int, int]


class Library:
    """libtesseract with one language; one page at a time, whatever thread asks."""

    def __init__(self, language: str) -> None:
        """Raises OSError or AttributeError where the library, a function of it or the language is missing."""
        with _one_thread():
            self._call = ctypes.CDLL(LIBRARY)
            if ctypes.CDLL(OPENMP).omp_get_thread_limit() != 1:
                raise OSError(f"{OPENMP} was loaded before, with more than one thread")
        for name, (gives, *takes) in _FUNCTIONS.items():
            function = getattr(self._call, name)
            function.restype, function.argtypes = gives, takes
        if not self._call.TessVersion().startswith(VERSION):
            raise OSError(f"{LIBRARY} is of another version")
        self._call.setMsgSeverity(NO_MESSAGES)
        self._api = self._call.TessBaseAPICreate()
        self._call.TessBaseAPISetVariable(self._api, *QUIET)
        if self._call.TessBaseAPIInit2(self._api, None, language.encode(), LSTM_ONLY):
            self._call.TessBaseAPIDelete(self._api)
            raise OSError(f"{LIBRARY} does not find its data for {language}")
        self._turn = threading.Lock()

    def read(self, picture: Any, dpi: int, segmentation: int, seconds: float) -> list[Row]:
        """The words of a grey PIL picture in reading order; raises TimeoutError, or ValueError for a refused picture.

        The time is looked at between words: what hangs before is ended by the limits of the process.
        """
        call, api = self._call, self._api
        ends = time.monotonic() + seconds
        with self._turn, self._until(seconds) as monitor:
            call.TessBaseAPISetPageSegMode(api, segmentation)
            call.TessBaseAPISetVariable(api, b"user_defined_dpi", b"%d" % dpi)
            call.TessBaseAPISetImage(api, picture.tobytes(), *picture.size, 1, picture.width)
            try:
                if call.TessBaseAPIRecognize(api, monitor):
                    raise TimeoutError if time.monotonic() >= ends else ValueError("the picture was refused")
                return list(self._rows())
            finally:
                call.TessBaseAPIClear(api)

    @contextmanager
    def _until(self, seconds: float) -> Iterator[int]:
        monitor = self._call.TessMonitorCreate()
        try:
            self._call.TessMonitorSetDeadlineMSecs(monitor, math.ceil(seconds * 1000))
            yield monitor
        finally:
            self._call.TessMonitorDelete(monitor)

    def _rows(self) -> Iterator[Row]:
        """The words, with blocks, paragraphs and lines counted from 1 as in tesseract's own TSV."""
        call = self._call
        if not (words := call.TessBaseAPIGetIterator(self._api)):
            return
        place = call.TessResultIteratorGetPageIterator(words)  # the same object, seen as its base
        block = paragraph = line = 0
        box = [c_int() for _ in range(4)]
        try:
            while True:
                if text := call.TessResultIteratorGetUTF8Text(words, WORD):  # none: a block that is a picture
                    if call.TessPageIteratorIsAtBeginningOf(place, BLOCK):
                        block, paragraph, line = block + 1, 0, 0
                    if call.TessPageIteratorIsAtBeginningOf(place, PARAGRAPH):
                        paragraph, line = paragraph + 1, 0
                    line += call.TessPageIteratorIsAtBeginningOf(place, LINE)
                    call.TessPageIteratorBoundingBox(place, WORD, *map(byref, box))
                    left, top, right, bottom = (x.value for x in box)
                    sure = round(call.TessResultIteratorConfidence(words, WORD), 6)  # as many digits as TSV has
                    yield Row(_taken(call, text), left, top, right, bottom, sure, (block, paragraph, line))
                if not call.TessResultIteratorNext(words, WORD):
                    return
        finally:
            call.TessResultIteratorDelete(words)


@cache
def load(language: str) -> Library | None:
    """The library, or None where it cannot be used."""
    try:
        return Library(language)
    except (OSError, AttributeError):
        return None


def has_room() -> bool:
    """Whether this process may take as much memory as the library needs for a page."""
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY:
        return True
    try:
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # not told on this system
        return False
    return limit - taken > ROOM


def _taken(call: Any, text: int) -> str:
    """A string of the library's, which is given back."""
    try:
        return ctypes.string_at(text).decode("utf-8", "replace")
    finally:
        call.TessDeleteText(text)


@contextmanager
def _one_thread() -> Iterator[None]:
    """What is loaded meanwhile finds ONE_THREAD in the environment, which afterwards is what it was."""
    name, value = ONE_THREAD
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
