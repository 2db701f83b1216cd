"""pdfium's functions that are used here, by their own names: `pdfium.FPDF_LoadPage(document, 0)`.

The library comes with pypdfium2, whose bindings declare all of it with types of their own: importing them takes as long
as reading ten pages, and each call through them twice as long. Here a handle is an address, as a plain number (None
where there is none), and each function is found when it is first used.
Source: pdfium's public headers (fpdfview.h, fpdf_text.h, fpdf_edit.h, fpdf_annot.h and others), whose ABI is stable.
"""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

Handle = c_void_p
_int, _float, _double, _uint = (ctypes.POINTER(kind) for kind in (c_int, c_float, c_double, c_uint))
_box = (_float, _float, _float, _float)

# what it gives, what it takes; the answers that a function writes into places are pointers
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "FPDF_InitLibraryWithConfig": (None, c_void_p),
    "FPDF_GetLastError": (c_ulong,),
    # documents
    "FPDF_LoadMemDocument64": (Handle, c_void_p, ctypes.c_size_t, c_void_p),
    "FPDF_CloseDocument": (None, Handle),
    "FPDF_GetPageCount": (c_int, Handle),
    "FPDF_GetFormType": (c_int, Handle),
    "FPDFDOC_InitFormFillEnvironment": (Handle, Handle, c_void_p),
    "FPDFDOC_ExitFormFillEnvironment": (None, Handle),
    "FPDF_GetSignatureCount": (c_int, Handle),
    "FPDF_GetSignatureObject": (Handle, Handle, c_int),
    "FPDFSignatureObj_GetTime": (c_ulong, Handle, c_void_p, c_ulong),
    # pages
    "FPDF_LoadPage": (Handle, Handle, c_int),
    "FPDF_ClosePage": (None, Handle),
    "FPDF_GetPageWidthF": (c_float, Handle),
    "FPDF_GetPageHeightF": (c_float, Handle),
    "FPDF_GetPageBoundingBox": (c_int, Handle, c_void_p),
    "FPDFPage_GetRotation": (c_int, Handle),
    "FPDFPage_Flatten": (c_int, Handle, c_int),
    # annotations
    "FPDFPage_GetAnnotCount": (c_int, Handle),
    "FPDFPage_GetAnnot": (Handle, Handle, c_int),
    "FPDFPage_CloseAnnot": (None, Handle),
    "FPDFAnnot_GetSubtype": (c_int, Handle),
    "FPDFAnnot_GetObjectCount": (c_int, Handle),
    "FPDFAnnot_GetObject": (Handle, Handle, c_int),
    # text
    "FPDFText_LoadPage": (Handle, Handle),
    "FPDFText_ClosePage": (None, Handle),
    "FPDFText_CountChars": (c_int, Handle),
    "FPDFText_GetText": (c_int, Handle, c_int, c_int, c_void_p),
    "FPDFText_GetUnicode": (c_uint, Handle, c_int),
    "FPDFText_GetCharAngle": (c_float, Handle, c_int),
    "FPDFText_GetCharBox": (c_int, Handle, c_int, _double, _double, _double, _double),
    "FPDFText_GetLooseCharBox": (c_int, Handle, c_int, c_void_p),
    "FPDFText_GetCharOrigin": (c_int, Handle, c_int, c_void_p, c_void_p),
    "FPDFText_GetFontInfo": (c_ulong, Handle, c_int, c_void_p, c_ulong, _int),
    "FPDFText_GetTextObject": (Handle, Handle, c_int),
    # what is drawn
    "FPDFPage_CountObjects": (c_int, Handle),
    "FPDFPage_GetObject": (Handle, Handle, c_int),
    "FPDFPage_RemoveObject": (c_int, Handle, Handle),
    "FPDFPageObj_GetType": (c_int, Handle),
    "FPDFPageObj_HasTransparency": (c_int, Handle),
    "FPDFPageObj_GetBounds": (c_int, Handle, *[c_void_p] * 4),
    "FPDFPageObj_GetMatrix": (c_int, Handle, c_void_p),
    "FPDFFormObj_CountObjects": (c_int, Handle),
    "FPDFFormObj_GetObject": (Handle, Handle, c_ulong),
    "FPDFImageObj_GetImagePixelSize": (c_int, Handle, _uint, _uint),
    "FPDFTextObj_GetTextRenderMode": (c_int, Handle),
    "FPDFPath_CountSegments": (c_int, Handle),
    "FPDFPath_GetPathSegment": (Handle, Handle, c_int),
    "FPDFPath_GetDrawMode": (c_int, Handle, _int, _int),
    "FPDFPathSegment_GetType": (c_int, Handle),
    "FPDFPathSegment_GetPoint": (c_int, Handle, _float, _float),
    "FPDFPathSegment_GetClose": (c_int, Handle),
    # pictures
    "FPDFBitmap_CreateEx": (Handle, c_int, c_int, c_int, c_void_p, c_int),
    "FPDFBitmap_Destroy": (None, Handle),
    "FPDFBitmap_FillRect": (c_int, Handle, c_int, c_int, c_int, c_int, c_ulong),
    "FPDFBitmap_GetBuffer": (c_void_p, Handle),
    "FPDFBitmap_GetStride": (c_int, Handle),
    "FPDF_RenderPageBitmap": (None, Handle, Handle, c_int, c_int, c_int, c_int, c_int, c_int),
}

FORMTYPE_NONE = 0
FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY = 4, 5
FPDF_ANNOT, FPDF_GRAYSCALE = 0x01, 0x08  # flags of drawing
FPDF_ANNOT_LINK = 2
FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_FORM = 1, 2, 3, 5
FPDF_SEGMENT_MOVETO = 2
FPDF_TEXTRENDERMODE_INVISIBLE = 3
FPDFBITMAP_GRAY, FPDFBITMAP_BGR = 1, 2
_VERSION = 2  # of the structures that are handed over: the oldest that every release still takes
_LARGEST = 256  # integers; both structures are shorter, and all else in them is zero


def __getattr__(name: str) -> Any:
    """The function of that name, from now on an attribute of this module."""
    if name not in _FUNCTIONS:
        raise AttributeError(name)
    function = _library()[name]
    function.restype, *function.argtypes = _FUNCTIONS[name]
    globals()[name] = function
    return function


def blank_structure() -> Any:
    """A structure of which only the version is given: FPDF_LIBRARY_CONFIG, FPDF_FORMFILLINFO."""
    return (c_int * _LARGEST)(_VERSION)


def bounds_of(obj: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an object of a page; None where it has none."""
    sides = (c_float * 4)()
    at = ctypes.addressof(sides)
    return tuple(sides) if _bounds()(obj, at, at + 4, at + 8, at + 12) else None


@cache
def _bounds() -> Any:
    return __getattr__("FPDFPageObj_GetBounds")


@cache
def start() -> None:
    """Make pdfium ready, once in a process."""
    __getattr__("FPDF_InitLibraryWithConfig")(blank_structure())


def find_all() -> None:
    """Find every function now: before processes are forked that would each do it for themselves."""
    for name in _FUNCTIONS:
        __getattr__(name)
    _bounds()


@cache
def _library() -> Any:
    from importlib.util import find_spec

    found = find_spec("pypdfium2_raw")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "libpdfium.so"
        if path.is_file():
            return ctypes.CDLL(str(path))
    import pypdfium2_raw.bindings  # it knows where else the library may be

    return pypdfium2_raw.bindings._libs["pdfium"]
