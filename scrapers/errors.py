"""What can go wrong between us and a portal: exceptions for the caller, and the reasons a crawl reports.

ScraperError
├── PortalFileError    a portal's YAML cannot be used
└── OptionsError       the crawl was started with options that cannot be honoured
"""

from __future__ import annotations


class ScraperError(Exception):
    """The root: everything this package raises on purpose."""


class PortalFileError(ScraperError):
    """A portal's YAML cannot be used: correct the named file and field, then run again."""


class OptionsError(ScraperError):
    """The crawl cannot start with these options: the message says which one and what it takes."""


REASONS: dict[str, str] = {
    # the server says no
    "robots_disallowed": "The site's robots.txt forbids this address: leave it, or ask the portal's owner.",
    "not_found": "The page is gone (404 or 410): see whether the portal moved, and change its list address.",
    "http_error": "The server answered with an error after retries: wait; if it lasts a week, write to the portal.",
    "login": "The page asks to log in: it is not public, take the address out of the portal's YAML.",
    "bot_wall": "A bot challenge stands in front: slow down (delay), or agree with the owner; never work around it.",
    # the line breaks
    "timeout": "The server did not answer in time: it is tried again; raise `delay` if it happens every night.",
    "dns": "The host name does not resolve: hosts moved in July 2025, look for the successor's address.",
    "tls": "The secure connection failed: see whether the certificate chain is incomplete or expired.",
    "connection": "The connection was refused or cut: it is tried again on the next run.",
    # the answer is not what it seems
    "soft_404": "The page says 'not found' with status 200: the link is dead; if it is a list, correct the YAML.",
    "error_page": "An error page came with status 200: the server is in trouble, it is tried again.",
    "empty_page": "The page is an empty shell, filled by script: the portal needs `browser: true` or its JSON address.",
    "not_a_file": "A web page came where a file was linked: open the link by hand; the file may need a session.",
    "too_large": "The file is larger than the limit: raise max_bytes for this run if it is wanted.",
    # the list is not what we know
    "empty_listing": "No rows where rows were expected: open the list address; adjust the portal's YAML.",
    "listing_changed": "The list does not look as expected: compare the page with the portal's `expect` and engine.",
    "stale_listing": "The newest row is older than expected: see whether the portal moved its list.",
    "reader_disagrees": "The list's engine and the reader without selectors see other documents: look at the page and "
    "correct `engine`, or take `engine: generic`; it closes itself when both agree again.",
    "no_browser": "The portal's pages are filled by script (`browser: true`): install Chromium (Debian: chromium) and "
    "the Python package playwright, or take `browser: true` out of its YAML.",
    # our own rules
    "private_address": "The address leads into a private network: never fetched; correct the link or the YAML.",
    "url_trap": "The address repeats itself without end: left out; report the page that links to it if it matters.",
    "bad_address": "The address is not http or https, or cannot be read: correct the list address.",
    "redirect_loop": "The address redirects in a circle: see whether the portal wants cookies or moved.",
    "crawler_error": "Our own code failed on this page: the detail names the error; report it with the address.",
}

# What a crawl recognises, leaves out and counts: no failure, but worth knowing of a portal.
RECOGNISED: dict[str, str] = {
    "session_ids": "Addresses carried session ids, campaign marks or times against caches: they were taken off.",
    "url_trap": "Addresses repeat themselves without end: they were not asked for.",
    "repeated_page": "A list showed a page again past its end: that was taken as the end.",
    "future_date": "Rows were dated later than tomorrow: their dates were not taken.",
    "other_site": "Rows led to pages of another site: only their files were taken.",
    "soft_404": "Documents are gone, as pages say that came with status 200 instead: what they gave is kept.",
    "same_file": "A file came under several addresses: its bytes are kept once.",
    "resumed": "Files broke off on their way and were taken up where they ended.",
    "issuer_fetched": "A certificate chain lacked an issuer, which was fetched from where the certificate names it.",
}
