"""A made world: who issued what in three terms of office, how it hangs together and what it promises, all of it known.

Provinces are the 63 until 30 June 2025 and the 34 after it; each (province, topic, term) is a story told by the STEPS
below, from the centre down to a commune. The same seed gives the same world; what is captured of it, and how badly,
is decided in made_world_captures.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from random import Random
from typing import Any

import yaml
from made_world_bodies import MERGED, Body, make_body

from documents.doctypes import type_name
from documents.provinces import Province, all_provinces, province_today, provinces_today

NOW = "2026-10-31"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: `indicator` is its key in made_world.yaml."""

    indicator: str
    value: float
    year: int


@dataclass(frozen=True, slots=True)
class Made:
    """One true document; `cites` are (relation, id of the cited one), `drift` what became of its parent's targets."""

    id: str
    body: Body
    type: str
    issued: str
    topic: str
    series: tuple[str, str, str]
    number: str = ""
    cites: tuple[tuple[str, str], ...] = ()
    goals: tuple[Goal, ...] = ()
    drift: tuple[tuple[str, str], ...] = ()  # (indicator, carried | changed | added | dropped)

    @property
    def type_name(self) -> str:
        """The kind of paper as printed: Kế hoạch."""
        return str(type_name(self.type, "party" if self.body.level.startswith("party") else "state"))


@dataclass
class World:
    """All true documents by id, and how many numbers each series really has."""

    documents: dict[str, Made]
    series: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def ended(self) -> dict[str, tuple[str, str]]:
        """Documents no longer in force: id -> (replaced | repealed, day)."""
        states = {"replaces": "replaced", "repeals": "repealed"}
        return self._struck(states)

    def amended(self) -> dict[str, tuple[str, str]]:
        """Documents amended: id -> (amended, day of the last amendment)."""
        return self._struck({"amends": "amended"})

    def _struck(self, states: dict[str, str]) -> dict[str, tuple[str, str]]:
        return {
            target: (states[relation], document.issued)
            for document in sorted(self.documents.values(), key=lambda d: d.issued)
            for relation, target in document.cites
            if relation in states
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One paper of a story: who, what, how many days after the paper it follows, and what it says of earlier ones."""

    name: str
    body: str
    type: str
    after: str
    days: tuple[int, int]
    cites: tuple[tuple[str, str], ...]
    chance: float = 1.0
    goals: bool = False
    heritage: tuple[str, str] | None = None  # what it says of a paper of the last term, of each province merged into it


# fmt: off
STEPS = (
    Step("resolution", "party", "NQ", "c_programme", (60, 400), (("implements", "c_resolution"),), goals=True),
    Step("proposal", "department", "TTr", "resolution", (15, 60), (("implements", "resolution"),), 0.8),
    Step("plan", "committee", "KH", "resolution", (61, 120), (("legal_basis", "c_programme"),
         ("proposed_by", "proposal"), ("implements", "resolution")), goals=True, heritage=("refers_to", "plan")),
    Step("submission", "committee", "TTr", "resolution", (90, 200), (("legal_basis", "c_decree"),), 0.6),
    Step("council", "council", "NQ", "submission", (10, 40), (("legal_basis", "c_decree"),
         ("proposed_by", "submission")), goals=True),
    Step("council_plan", "committee", "KH", "council", (15, 60), (("legal_basis", "c_programme"),
         ("implements", "council")), 0.8, goals=True),
    Step("department", "department", "KH", "plan", (10, 50), (("implements", "plan"),), 0.9, goals=True),
    Step("local_1", "local_1", "KH", "plan", (15, 90), (("legal_basis", "c_programme"),
         ("implements", "plan")), goals=True),
    Step("local_2", "local_2", "KH", "plan", (15, 90), (("implements", "plan"),), 0.7, goals=True),
    Step("year", "committee", "KH", "plan", (200, 330), (("legal_basis", "resolution"), ("implements", "plan")), 0.6,
         goals=True),
    Step("directive", "committee", "CT", "plan", (40, 200), (("refers_to", "resolution"),
         ("refers_to", "c_programme")), 0.5),
    Step("rule", "committee", "QĐ*", "resolution", (100, 200), (("legal_basis", "c_decree"),
         ("legal_basis", "c_circular")), 0.5, heritage=("replaces", "rule")),
    Step("amendment", "committee", "QĐ", "plan", (200, 380), (("legal_basis", "resolution"),
         ("legal_basis", "c_decree"), ("amends", "plan")), 0.4),
    Step("new_rule", "committee", "QĐ*", "rule", (200, 400), (("legal_basis", "c_decree"), ("replaces", "rule")), 0.6),
    Step("repeal", "committee", "QĐ", "directive", (120, 330), (("legal_basis", "c_programme"),
         ("repeals", "directive")), 0.4),
    Step("report", "committee", "BC", "plan", (300, 380), (("reports_on", "plan"),), 0.6),
)
CENTRAL = (
    Step("c_resolution", "party_central", "NQ", "", (0, 60), ()),
    Step("c_programme", "prime_minister", "QĐ", "c_resolution", (40, 120), (("legal_basis", "c_resolution"),),
         goals=True),
    Step("c_decree", "government", "NĐ*", "c_resolution", (20, 150), ()),
    Step("c_circular", "ministry", "TT*", "c_decree", (20, 90), (("legal_basis", "c_decree"),)),
)
# fmt: on
# A term: its name, the day its centre begins, the day its provinces begin, the day their papers end.
TERMS = (
    ("2015-2020", "2015-11-20", "2016-02-01", "2020-07-31"),
    ("2020-2025", "2020-08-20", "2021-01-04", "2025-06-30"),
    ("2025-2030", "2025-07-20", "2025-10-20", NOW),
)
_CONGRESS = (("2015-10-20", "2015-2020"), ("2020-10-15", "2020-2025"), ("2025-09-25", "2025-2030"))
_CENTRAL_CONGRESS = (("2016-01-28", "2016-2021"), ("2021-02-01", "2021-2026"), ("2026-01-25", "2026-2031"))
# How many numbers such a series runs to in a year (Party: a term); rounded from two provinces' lists.
_USUAL = {"QĐ": 2500, "KH": 280, "TTr": 320, "BC": 420, "CT": 20, "NQ": 70, "QĐ*": 60, "NĐ*": 160, "TT*": 40}


def make_world(
    documents: int = 3000, seed: int = 7, repeated: float = 0.0, territories: int = 34, untold: float = 1.0
) -> World:
    """About `documents` true documents, of all or only some territories.

    `repeated` is the share of them whose issuer gave their number away twice; `untold` scales how many numbers of a
    series belong to papers that this world does not tell (0: one in six).
    """
    chance = Random(f"world {seed}")
    told: list[Made] = []
    centres: dict[tuple[str, str], list[Made]] = {}
    for provinces, topic in _stories(chance, territories):
        heirs: dict[str, list[Made]] = {}  # what the last term left, by step
        for term in TERMS:
            if (topic["name"], term[0]) not in centres:
                centres[topic["name"], term[0]] = _tell(CENTRAL, None, topic, term, {}, {}, chance)
                told += centres[topic["name"], term[0]]
            centre = {_step(d): d for d in centres[topic["name"], term[0]]}
            of_term = [
                _tell(STEPS, unit, topic, term, centre, heirs, chance) for unit in provinces if unit.is_valid(term[2])
            ]
            heirs = {step.name: [d for story in of_term for d in story if _step(d) == step.name] for step in STEPS}
            told += [document for story in of_term for document in story]
        if len(told) >= documents:
            break
    return _number(told, chance, repeated, untold)


@cache
def read_data() -> dict[str, Any]:
    """made_world.yaml."""
    return yaml.safe_load((Path(__file__).parent / "made_world.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _step(document: Made) -> str:
    return document.id.rsplit("/", 1)[1]


def _stories(chance: Random, size: int) -> Iterator[tuple[list[Province], dict[str, Any]]]:
    """Each territory (a province of today and those it was made of) with a topic, then all with the next topic."""
    single = read_data()["topics"]
    joint = [{**a, "name": f"{a['name']} gắn với {b['name']}"} for a, b in product(single, single) if a is not b]
    begins = chance.randrange(len(single))
    for turn in range(len(joint)):
        topics = single if turn < len(single) - 3 else joint
        territories = list(enumerate(provinces_today()[:size]))
        chance.shuffle(territories)
        for at, today in territories:
            units = [unit for unit in all_provinces() if province_today(unit.name) == today]
            yield units, topics[(begins + turn * 7 + at % 3) % len(topics)]


def _tell(
    steps: tuple[Step, ...],
    province: Province | None,
    topic: dict[str, Any],
    term: tuple[str, str, str, str],
    before: dict[str, Made],
    heirs: dict[str, list[Made]],
    chance: Random,
) -> list[Made]:
    """The papers of one story in the order of its steps; a step whose forerunner never came does not come.

    `before` are the centre's papers, `heirs` those of the last term in the same territory, both by step.
    """
    known, told = dict(before), []
    start = term[1] if province is None else term[2]
    places = [chance.choice(read_data()["communes" if start >= MERGED else "districts"]) for _ in range(2)]
    if places[0] == places[1]:
        places.pop()
    for step in steps:
        if (step.after and step.after not in known) or chance.random() > step.chance:
            continue
        day = max(start, known[step.after].issued) if step.after else start
        pace = 3 if start >= MERGED and province is not None else 1  # the youngest term is short
        issued = (date.fromisoformat(day) + timedelta(chance.randint(*step.days) // pace)).isoformat()
        if issued > (NOW if province is None else term[3]) or (step.body == "local_2" and len(places) < 2):
            continue
        body = make_body(step.body, province, topic, places, issued)
        cites = tuple((relation, known[name].id) for relation, name in step.cites if name in known)
        if step.heritage:
            own = (
                old for old in heirs.get(step.heritage[1], ()) if start >= MERGED or old.body.province == body.province
            )
            cites += tuple((step.heritage[0], old.id) for old in own)
        parent = next((known[n] for r, n in step.cites if r == "implements" and n in known and known[n].goals), None)
        goals, drift = _goals(topic, parent, term, chance) if step.goals else ((), ())
        document = Made(
            id=f"{province.slug if province else 'tw'}/{term[0]}/{topic['name']}/{step.name}",
            body=body,
            type=step.type,
            issued=issued,
            topic=topic["name"],
            series=(f"{body.name}, {body.province or '-'}", step.type, _period(body, issued)),
            cites=cites,
            goals=goals,
            drift=drift,
        )
        known[step.name] = document
        told.append(document)
    return told


def _period(body: Body, issued: str) -> str:
    """What a series of numbers runs through: a year, for the Party a term of its own level."""
    if not body.level.startswith("party"):
        return issued[:4]
    congresses = _CENTRAL_CONGRESS if body.level == "party_central" else _CONGRESS
    return max(((day, term) for day, term in congresses if day <= issued), default=("", "2010-2015"))[1]


def _goals(
    topic: dict[str, Any], parent: Made | None, term: tuple[str, str, str, str], chance: Random
) -> tuple[tuple[Goal, ...], tuple[tuple[str, str], ...]]:
    """Targets taken over from what is implemented, some changed or dropped, and new ones; with what became of each."""
    year = int(term[0][5:])
    goals, drift = [], []
    for goal in parent.goals if parent else ():
        fate = chance.choices(("carried", "changed", "dropped"), (60, 20, 20))[0]
        drift.append((goal.indicator, fate))
        if fate == "carried":
            goals.append(goal)
        elif fate == "changed":
            goals.append(replace(goal, value=_value(goal.indicator, chance, unlike=goal.value)))
    fresh = [name for name in topic["indicators"] if name not in dict(drift)]
    for name in fresh if parent is None else chance.sample(fresh, min(len(fresh), chance.randint(0, 1))):
        if parent is None and len(goals) >= 4:
            break
        goals.append(Goal(name, _value(name, chance), year))
        drift += [(name, "added")] if parent else []
    if not parent and len(goals) > 2 and chance.random() < 0.7:
        goals.pop(chance.randrange(len(goals)))  # so that something is left to add
    return tuple(goals), tuple(drift)


def _value(indicator: str, chance: Random, unlike: float | None = None) -> float:
    bounds = read_data()["indicators"][indicator]
    while True:
        drawn = bounds["from"] + chance.random() * (bounds["to"] - bounds["from"])
        size = 0.5 if drawn < 20 else 1 if drawn < 200 else 50 if drawn < 5000 else 500
        value = round(drawn / size) * size
        if value != unlike and value > 0:
            return float(value)


# ---------------------------------------------------------------- numbers


def _number(told: list[Made], chance: Random, repeated: float, untold: float) -> World:
    """Number every series in the order of its days; the numbers left out are papers that this world does not tell."""
    series: dict[tuple[str, str, str], list[Made]] = defaultdict(list)
    for document in told:
        series[document.series].append(document)
    totals, numbers = {}, {}
    for name in sorted(series):
        papers = sorted(series[name], key=lambda d: (d.issued, d.id))
        usual = untold * _USUAL[name[1]] * (0.3 if papers[0].body.level in ("local", "department") else 1)
        totals[name] = max(int(len(papers) * 1.2) + 1, round(usual * chance.uniform(0.6, 1.4)))
        drawn = sorted(chance.sample(range(1, totals[name] + 1), len(papers)))
        numbers |= {d.id: _printed(d, value) for d, value in zip(papers, drawn, strict=True)}
        for first, second in pairwise(papers):
            if first.issued != second.issued and chance.random() < repeated:
                numbers[second.id] = numbers[first.id]
    return World({d.id: replace(d, number=numbers[d.id], type=d.type.rstrip("*")) for d in told}, totals)


def _printed(document: Made, number: int) -> str:
    kind = document.type.rstrip("*")
    if document.body.level.startswith("party"):
        return f"{number:02d}-{kind}/{document.body.code}"
    if document.type.endswith("*"):
        return f"{number:02d}/{document.issued[:4]}/{kind}-{document.body.code}"
    return f"{number:02d}/{kind}-{document.body.code}"
