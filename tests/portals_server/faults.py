"""What can be wrong with a portal, as switches; all off is a portal as it should be.

A number n means "every n-th document", 0 never; `once` faults heal when the same address is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """The switches of one site."""

    # the server is busy or slow
    busy: int = 0  # 429 with Retry-After, once
    down: int = 0  # 503 without Retry-After, once
    retry_after: str = "1"  # seconds, or "date" for an HTTP date one to two seconds ahead
    wait: float = 0.0  # seconds before every answer
    rate: int = 0  # bytes a second of every body; 0 as fast as it goes
    cut: int = 0  # the connection is dropped in the middle of the file, once
    ranges: bool = True  # answers Range; else the whole file again
    closed: bool = False  # every connection is cut without an answer
    # what the headers say is not so
    charset: str = "utf-8"  # how pages are encoded
    claims: str = "utf-8"  # the charset that the header and the page claim; empty: none
    file_type: str = ""  # the media type of every file, whatever it is
    disposition: str = ""  # raw, rfc5987, cp1258, quoted: how a file's name is sent
    encoding: str = ""  # gzip, br: how answers are compressed
    validators: bool = True  # ETag and Last-Modified, and 304
    # what comes is not what was asked for
    soft_404: int = 0  # the document's page says "không tìm thấy" with status 200
    bot_wall: int = 0  # the document's page is a challenge with status 200
    login: int = 0  # the document's page leads to a login page
    error_page: int = 0  # the document's page is a database error with status 200
    gone: int = 0  # the document's page answers 404
    not_a_file: int = 0  # the file's address gives a web page
    private: int = 0  # the file's address leads into a private network
    forbidden: int = 0  # the document lies where robots.txt forbids
    cookies: bool = False  # a file needs the cookie of its document's page, else the login page comes
    # the whole site
    maintenance: bool = False  # every page says so, with status 200
    wall: bool = False  # every page is a challenge with status 200
    empty: bool = False  # the list has no rows
    redesigned: bool = False  # the list's address shows news in another markup
    robots: str = "plain"  # plain, none (404), page (a web page), slow (Crawl-delay: 1), down (503)
    # addresses without end
    calendar: bool = False  # a calendar whose next month always exists
    languages: bool = False  # every page links to itself in another language, behind its own address
    sessions: bool = False  # every link carries another session id, and its parameters in another order
    mirrors: bool = False  # a file is linked under several addresses
    repeats: str = ""  # last, first: what the list shows past its end, for ever
    # the rows themselves
    future: int = 0  # the row's date lies in the future
    no_date: int = 0  # 31/12/9999 stands for no date
