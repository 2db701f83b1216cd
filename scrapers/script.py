"""A walk that is written down as steps: a generator that yields what to ask and is sent what came of it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from scrapers.ask import Answer, Ask
from scrapers.guards import check_page
from scrapers.page import Page, is_data, is_html, read_page
from scrapers.portal import Portal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request: an answer, or why there is none (`reason`, a code of errors.REASONS)."""

    ask: Ask
    answer: Answer | None = None
    reason: str = ""
    detail: str = ""


Steps = Generator[Ask, Outcome, None]


class ScriptedWalk:
    """Steps as the spider walks them: `next` gives the Ask, `got` or `failed` takes its outcome.

    An error in the steps ends them and is kept in `error`, for the caller to raise when the crawl is over.
    """

    def __init__(self, portal: Portal, steps: Steps):
        self.portal = portal
        self.error: Exception | None = None
        self._steps = steps
        self._outcome: Outcome | None = None
        self._begun = False

    def next(self) -> Ask | None:
        """The next request, or None at the end."""
        if self.error is not None or (self._begun and self._outcome is None):
            return None
        outcome, self._outcome = self._outcome, None
        try:
            if self._begun and outcome is not None:
                return self._steps.send(outcome)
            self._begun = True
            return next(self._steps)
        except StopIteration:
            return None
        except Exception as error:
            self.error = error
            return None

    def got(self, ask: Ask, answer: Answer) -> None:
        """Take a response with a good status."""
        self._outcome = Outcome(ask, answer)

    def failed(self, ask: Ask, reason: str, detail: str) -> None:
        """Take a request that gave nothing."""
        self._outcome = Outcome(ask, None, reason, detail)

    def broken(self, ask: Ask, error: Exception) -> None:
        """Our own code failed on an answer."""
        self.failed(ask, "crawler_error", f"{type(error).__name__}: {error}")

    def stop(self) -> None:
        """The crawl ends here."""
        self._steps.close()


def page_of(outcome: Outcome) -> tuple[Page | None, str, str]:
    """(page, reason, detail): the web page or data that came, or None and why it is none."""
    answer = outcome.answer
    if answer is None:
        return None, outcome.reason, outcome.detail
    if is_data(answer.body):
        return read_page(answer.body, answer.url, answer.media_type), "", ""
    if not is_html(answer.body, answer.media_type):
        return None, "not_a_page", answer.media_type or "unknown type"
    page = read_page(answer.body, answer.url, answer.media_type)
    refusal = check_page(page, outcome.ask.url)
    if refusal:
        return page, refusal.reason, refusal.detail
    return page, "", ""
