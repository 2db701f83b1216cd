"""Why a file gave no text: one tree, each branch with a stable code and what the reader should do next."""

from __future__ import annotations


class ExtractError(Exception):
    """A file gave no text; `code` is stable, `detail` says what was seen, `what_to_do` what comes next."""

    code = "extract_failed"
    what_to_do = "Look at the file; report it with its SHA-256 if it opens elsewhere."
    format: str | None = None  # the row of FORMATS that the file was taken for

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class EmptyFile(ExtractError):
    """No bytes, or nothing in them that could be read: no character, no picture."""

    code = "empty_file"
    what_to_do = "Fetch it again; if it stays empty, the portal published an empty file."


class UnknownFormat(ExtractError):
    """The bytes look like no format of the table FORMATS."""

    code = "unknown_format"
    what_to_do = "Open the file by hand; if the format is a real one, add a row to extractors.formats.FORMATS."


class NotYetReadable(UnknownFormat):
    """The format is recognised, but no reader exists for it yet."""

    code = "not_yet_readable"
    what_to_do = "Look for a PDF, DOCX or HTML version of the document; it is read when its format gets a reader."


class Container(ExtractError):
    """An archive or a letter with files in it: many texts, not one; `unpack_bytes` gives them."""

    code = "container"
    what_to_do = "Nothing: what is in it is read one by one; look at the issues of its members."


class MissingProgram(ExtractError):
    """A program or library outside Python that this format needs is not installed; `detail` names its package."""

    code = "missing_program"
    what_to_do = "Install the package named in the detail (apt-get install ...), then run it again."


class NotADocument(UnknownFormat):
    """Data for programs (JSON, tables of values), not a text for readers."""

    code = "not_a_document"
    what_to_do = "Nothing is lost: leave it out of the folder, or hand in the document that it describes."


class Deferred(ExtractError):
    """LibreOffice is needed, and is rather called for some files at once; never seen outside the sandbox."""

    code = "deferred"
    what_to_do = "Nothing: it is converted with the next files of its kind."


class Damaged(ExtractError):
    """The format is known, the bytes break its rules (cut off, garbled, or not what they claim)."""

    code = "damaged"
    what_to_do = "Fetch it again, the download may have been cut off; if it comes back the same, it is broken there."


class ReaderFailed(ExtractError):
    """The reader itself came upon something that it was not made for: our fault until it is shown to be the file's."""

    code = "reader_failed"
    what_to_do = "Report it with the detail and the file's SHA-256; meanwhile look for another version of the document."


class Encrypted(ExtractError):
    """The file opens only with a password."""

    code = "encrypted"
    what_to_do = "Ask the portal for a version without a password; none is ever tried."


class TooLarge(ExtractError):
    """Reading it would pass a limit: size, members, ratio, depth, pages (a bomb, or a very big file)."""

    code = "too_large"
    what_to_do = "Look at the file; if it is honest, raise the limit named in the detail."


class NoSuchPage(ExtractError):
    """The file has no page of that number."""

    code = "no_such_page"
    what_to_do = "Ask for a page of the file: its text says how many there are."


class NeedsOcr(ExtractError):
    """Pictures of pages without a text layer: a scan."""

    code = "needs_ocr"
    what_to_do = "Install Debian's tesseract-ocr and tesseract-ocr-vie (`make setup` does), then process it again."


class NotVietnameseText(NeedsOcr):
    """What is printed could be read neither from the text layer nor from the picture: too faint, by hand, no text."""

    code = "unusable_text"
    what_to_do = (
        "Look at the file: if a reader can read it, look for a better scan or enter its header by hand. If OCR was "
        "missing (the detail says so), install Debian's tesseract-ocr and tesseract-ocr-vie, then process it again."
    )


class SandboxError(ExtractError):
    """The process that read the file had to be ended."""

    code = "sandbox"


class TimedOut(SandboxError):
    """Reading took longer than the limit and was stopped."""

    code = "timed_out"
    what_to_do = "Try once more with a longer timeout; if it times out again, treat the file as hostile."


class Crashed(SandboxError):
    """The reader's process died."""

    code = "crashed"
    what_to_do = "Treat the file as hostile; keep it to report the crash to the reading library."


class OutOfMemory(SandboxError):
    """Reading needed more memory than the limit."""

    code = "out_of_memory"
    what_to_do = "Try once more with a larger memory limit; if it fails again, treat the file as hostile."
