"""The settings: one table of name, default and help; each is the environment variable VANBAN_<NAME>."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("HOME", "var", "folder that everything is kept in"),
    Setting("CATALOG", "", "SQLAlchemy address of the catalog; empty: catalog.db (SQLite) in HOME"),
    Setting("DECISIONS", "", "file of a person's decisions about documents; empty: decisions.yaml in HOME"),
    Setting("INDEX", "embedded", "`embedded` (in HOME) or `elasticsearch`"),
    Setting("ELASTICSEARCH_URL", "http://127.0.0.1:9200", "where Elasticsearch 9 answers, when INDEX says so"),
    Setting("ELASTICSEARCH_API_KEY", "", "API key for it"),
    Setting("PORTALS", "", "a folder of own portal files (YAML), beside those that come with the program"),
    Setting("CRAWL_DELAY", "", "pause between two requests to one host, in seconds; empty: as its file says"),
    Setting("CONTACT", "", "address that the User-Agent names, so that a portal's staff can reach you"),
    Setting("ALLOW_NETWORKS", "", "private networks that may be crawled, as 127.0.0.0/8 (trials only)"),
    Setting("WEB_PASSWORD", "", "`user:password` that the web site asks for; empty: open to all who reach it"),
    Setting(
        "WEB_USER_HEADER", "", "header in which a proxy names whom it let in, as X-Remote-User; without it: refused"
    ),
    Setting("WORKERS", "0", "processes that read, tag and (4 at most) crawl; 0: one per core"),
    Setting("FILE_SECONDS", "60", "time after which reading one file is stopped"),
    Setting("PAGE_SECONDS", "5", "time that reading a file may take more for each scanned page"),
    Setting("FILE_MOST_SECONDS", "1800", "time that reading a file may take with all its scanned pages"),
    Setting("FILE_MEMORY_MB", "2048", "memory that reading one file may take"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force."""

    home: Path
    catalog: str | None
    decisions: Path
    index: str
    elasticsearch_url: str
    elasticsearch_api_key: str | None
    portals: Path | None
    crawl_delay: float | None
    contact: str | None
    allow_networks: tuple[str, ...]
    web_password: str | None
    web_user_header: str | None
    workers: int
    file_seconds: float
    page_seconds: float
    file_most_seconds: float
    file_memory_mb: int

    @property
    def index_place(self) -> str:
        """What `index_mappings.open_index` is given: a folder, or an address."""
        return self.elasticsearch_url if self.index == "elasticsearch" else str(self.home / "index")


class BadSetting(ValueError):
    """A setting has a value that cannot be used."""

    what_to_do = "Correct the environment variable; `vanban settings` lists them all."


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from an environment (by default the process's own); BadSetting names the variable that is wrong."""
    value = read_settings(environment)
    if value["INDEX"] not in ("embedded", "elasticsearch"):
        raise BadSetting(f"VANBAN_INDEX is {value['INDEX']!r}; it can be embedded or elasticsearch")
    home = Path(value["HOME"]).resolve()
    return Settings(
        home=home,
        catalog=value["CATALOG"] or None,
        decisions=Path(value["DECISIONS"]).resolve() if value["DECISIONS"] else home / "decisions.yaml",
        index=value["INDEX"],
        elasticsearch_url=value["ELASTICSEARCH_URL"],
        elasticsearch_api_key=value["ELASTICSEARCH_API_KEY"] or None,
        portals=Path(value["PORTALS"]).resolve() if value["PORTALS"] else None,
        crawl_delay=_number(value, "CRAWL_DELAY") if value["CRAWL_DELAY"] else None,
        contact=value["CONTACT"] or None,
        allow_networks=tuple(part.strip() for part in value["ALLOW_NETWORKS"].split(",") if part.strip()),
        web_password=value["WEB_PASSWORD"] or None,
        web_user_header=value["WEB_USER_HEADER"] or None,
        workers=int(_number(value, "WORKERS")) or os.cpu_count() or 1,
        file_seconds=_number(value, "FILE_SECONDS"),
        page_seconds=_number(value, "PAGE_SECONDS"),
        file_most_seconds=_number(value, "FILE_MOST_SECONDS"),
        file_memory_mb=int(_number(value, "FILE_MEMORY_MB")),
    )


def read_settings(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every setting's name with its value as written, or its default."""
    source = os.environ if environment is None else environment
    return {setting.name: source.get(f"VANBAN_{setting.name}", setting.default) for setting in SETTINGS}


def _number(value: dict[str, str], name: str) -> float:
    try:
        number = float(value[name])
    except ValueError:
        number = -1
    if number < 0:
        raise BadSetting(f"VANBAN_{name} is {value[name]!r}; it must be a number, 0 or more")
    return number
