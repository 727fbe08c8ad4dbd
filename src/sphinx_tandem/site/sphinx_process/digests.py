"""Says of what Sphinx's environment holds whether it changed, part by part and page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: A part of the environment by its name: one digest, or one for each page.
Digests = dict[str, "str | dict[str, str]"]

# Of the run, of the machine, or compared by other means.
_NOT_COMPARED = {
    "all_docs", "app", "config", "config_status", "config_status_extra", "current_document",
    "doctreedir", "domaindata", "domains", "events", "files_to_rebuild", "found_docs",
    "project", "ref_context", "settings", "srcdir", "temp_data", "version",
    "tandem_status_catalogs",
}  # fmt: skip
#: What one page has for itself: no other one shows it, but for those that are always made anew.
OWN = {
    "dependencies", "included", "tandem_index_words", "tandem_messages", "tandem_missing",
    "tandem_page_links", "tandem_passages", "tandem_site_messages",
}  # fmt: skip
# What is filled only when a page is read, so that it need not be looked through again.
_OF_READING = OWN | {
    "longtitles", "metadata", "titles", "tocs", "toctree_includes", "toc_num_entries",
    "ablog_posts", "tandem_lessons", "tandem_activities", "tandem_checklists", "tandem_timetables",
    "tandem_downloads",
}  # fmt: skip


def parts_of(env: BuildEnvironment) -> dict[str, Any]:
    """Return the parts of an environment by their names, those of domains among them."""
    parts = {
        name: value
        for name, value in vars(env).items()
        if name not in _NOT_COMPARED and not name.startswith("_") and not callable(value)
    }
    # MyST counts the words of a page there, for the page alone.
    parts["metadata"] = {
        page: {key: value for key, value in held.items() if key != "wordcount"}
        for page, held in env.metadata.items()
    }
    for domain, data in env.domaindata.items():
        parts |= {f"{domain}.{name}": value for name, value in data.items()}
    return parts


def digests_of(env: BuildEnvironment, before: Digests, read: Set[str]) -> Digests:
    """Return the digests of all parts.

    :param before: those of the last run, empty if there was none.
    :param read: the pages that were read since.
    """
    found: Digests = {}
    for name, value in parts_of(env).items():
        if not (isinstance(value, dict) and value.keys() <= env.all_docs.keys()):
            found[name] = _digest(value)
            continue
        old = before.get(name)
        known = old if name in _OF_READING and isinstance(old, dict) else {}
        found[name] = {
            page: known[page] if page in known and page not in read else _digest(of_page)
            for page, of_page in value.items()
        }
    return found


def changed_parts(before: Digests, now: Digests) -> set[str]:
    """Return the names of the parts that differ."""
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}


def put_in_order(env: BuildEnvironment) -> None:
    """Bring what was noted of pages into the order of the pages, whatever was read last."""
    for value in [env.metadata, *parts_of(env).values()]:
        if isinstance(value, dict) and len(value) > 1:
            pages = [_page(key, held, env.all_docs) for key, held in value.items()]
            if None not in pages:
                items = sorted(zip(pages, value.items(), strict=True), key=lambda one: str(one[0]))
                value.clear()
                value.update(item for _page, item in items)


def _page(key: Any, held: Any, known: Mapping[str, Any]) -> str | None:
    if isinstance(key, str) and key in known:
        return key
    if isinstance(held, tuple) and held and isinstance(held[0], str):
        return held[0]  # as domains keep objects: the page comes first
    return None


def _digest(value: Any) -> str:
    return blake2b(
        repr(_plain(value, (), {})).encode("utf-8", "replace"), digest_size=12
    ).hexdigest()


# What holds everything else; what is in these is compared by itself, or by other means.
_WHOLE = frozenset({"Sphinx", "BuildEnvironment", "Builder", "Config"})


def _plain(value: Any, within: tuple[int, ...], seen: dict[int, tuple[int, Any]]) -> Any:
    """Return a value as something whose representation depends on its content alone.

    :param within: the identities of what the value is in.
    :param seen: the objects that were met so far, numbered, by their identities.  Where objects
        know each other, nobody can go all ways from one to the next: each is gone into once.
    """
    # A class, which a directive may keep for later, is known by its name.
    if value is None or isinstance(value, str | int | float | bytes | type) or id(value) in within:
        return str(value) if isinstance(value, str | type) else value
    within = (*within, id(value))
    kind = type(value).__name__
    if isinstance(value, nodes.Element):
        attributes = {key: held for key, held in value.attributes.items() if held}
        return (
            kind,
            _plain(attributes, within, seen),
            [_plain(child, within, seen) for child in value.children],
        )
    if isinstance(value, dict):
        items = [
            (_plain(key, within, seen), _plain(held, within, seen)) for key, held in value.items()
        ]
        # That of a whole part is the order in which pages happened to be read.
        items = items if within[1:] else sorted(items, key=repr)
        return kind, items, _plain_fields(value, within, seen)
    if isinstance(value, list | tuple):
        return kind, [_plain(one, within, seen) for one in value]
    if isinstance(value, set | frozenset):
        return kind, sorted((_plain(one, within, seen) for one in value), key=repr)
    return _plain_object(value, within, seen)


def _plain_object(
    value: Any, within: tuple[int, ...], seen: dict[int, tuple[int, Any]]
) -> tuple[Any, ...]:
    kind = type(value).__name__
    if not is_dataclass(value):
        if not _WHOLE.isdisjoint(found.__name__ for found in type(value).__mro__):
            return (kind,)
        if id(value) in seen:
            return kind, seen[id(value)][0]
        seen[id(value)] = len(seen), value
    fields = _plain_fields(value, within, seen)
    text = "" if fields or is_dataclass(value) else repr(value)
    # An address in memory says nothing: what contains nothing else counts as changed.
    return kind, fields, str(id(object())) if " at 0x" in text else text


def _plain_fields(value: Any, within: tuple[int, ...], seen: dict[int, tuple[int, Any]]) -> Any:
    slots: Iterable[str] = getattr(type(value), "__slots__", ())
    slots = [slots] if isinstance(slots, str) else slots
    if is_dataclass(value):
        # What a field says of its own page alone is marked so.
        shown = [one for one in dataclass_fields(value) if not one.metadata.get("own_page")]
        return [(one.name, _plain(getattr(value, one.name), within, seen)) for one in shown]
    fields = dict(getattr(value, "__dict__", {}))
    fields |= {name: getattr(value, name) for name in slots if hasattr(value, name)}
    fields = {key: held for key, held in fields.items() if key not in ("document", "parent")}
    return [(key, _plain(fields[key], within, seen)) for key in sorted(fields)]
