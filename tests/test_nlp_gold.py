"""The gold texts that were written for this project, and how right the tagger must stay on each: floors only rise."""

from pathlib import Path

import pytest

from nlp import tag_text
from nlp.evaluate import Evaluation, evaluate_gold
from nlp.gold import read_gold

GOLD = Path(__file__).parent / "gold"

# file, kind, measure, label, F1 at least
FLOORS = [
    ("headers", "header", "exact", "number", 1.0),
    ("headers", "header", "exact", "issued", 1.0),
    ("headers", "header", "exact", "type", 1.0),
    ("headers", "header", "exact", "issuer", 0.97),
    ("headers", "header", "exact", "title", 1.0),
    ("headers", "header", "exact", "signer", 1.0),
    ("headers", "header", "exact", "draft", 1.0),
    ("references", "references", "exact", "all", 0.97),
    ("references", "references", "canonical", "all", 0.98),
    ("dates", "dates", "exact", "all", 1.0),
    ("dates", "dates", "value", "all", 1.0),
    ("agencies", "agencies", "exact", "all", 0.98),
    ("agencies", "agencies", "name", "all", 0.98),
    ("targets", "targets", "found", "all", 0.99),
    ("targets", "targets", "tuple", "all", 0.98),
    ("relations", "relations", "edge", "implements", 1.0),
    ("relations", "relations", "edge", "legal_basis", 1.0),
    ("relations", "relations", "edge", "all", 0.99),
]
# kind, field, share at least, of what was found
FIELD_FLOORS = [
    ("dates", "role", 0.98),
    ("references", "date", 1.0),
    ("agencies", "level", 1.0),
    ("agencies", "province", 1.0),
    ("targets", "comparator", 0.99),
    ("targets", "unit", 0.99),
    ("targets", "deadline", 0.98),
]
FEWEST = {"headers": 44, "references": 59, "dates": 47, "agencies": 56, "targets": 112, "relations": 55}


@pytest.fixture(scope="module")
def evaluations() -> dict[str, Evaluation]:
    return {path.stem: _evaluate(path) for path in sorted(GOLD.glob("*.jsonl"))}


def _evaluate(path: Path) -> Evaluation:
    texts = read_gold(path.read_text(encoding="utf-8").splitlines(), path.name)
    return evaluate_gold(texts, lambda gold: tag_text(gold.text, province=gold.province))


@pytest.mark.parametrize(("file", "kind", "measure", "label", "floor"), FLOORS)
def test_floor(evaluations, file, kind, measure, label, floor):
    score = evaluations[file].score(kind, measure, label)
    wrong = [error for error in evaluations[file].errors if error.kind == kind]
    assert score.f1 is not None and score.f1 >= floor, (score, wrong)


@pytest.mark.parametrize(("kind", "field", "floor"), FIELD_FLOORS)
def test_floor_of_a_field(evaluations, kind, field, floor):
    right, asked = evaluations[kind].fields[kind, field]
    assert asked and right / asked >= floor, (right, asked)


def test_there_are_enough_gold_texts(evaluations):
    assert {name: found.texts for name, found in evaluations.items() if found.texts < FEWEST[name]} == {}
