"""``tandem new``: a record of a data file, a language, or a whole site.

What is edited keeps its layout, and is read again before it counts.
"""

from __future__ import annotations

import ast
import io
import json
import os
import re
import tempfile
import tokenize
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import yaml

from ..catalogs.reader import certain_translations, read_catalog
from ..catalogs.update import update
from ..catalogs.writer import write_catalog, write_text
from ..pages.data.reader import EXAMPLES, TYPES, DataFile
from ..pages.data.reader import read as read_data
from ..site import code_problem, word_codes
from ..site.findings import Finding, WrongUse
from ..site.languages import read as read_language
from ..site.settings import CONF, Settings, SettingsError, load
from ..text.yaml_lines import YamlError, read_text
from .new_pages import (
    FOLDER,
    TEMPLATES,
    Made,
    Pages,
    as_markdown,
    as_yaml,
    clean_title,
    git_user,
    relative_name,
    today,
)

# -- A record of a data file -----------------------------------------------------------------------

_SHOWS = re.compile(r"data-(?:table|cards|map)(?:\}|::)[ \t]+(\S+)")


def data_lists(settings: Settings) -> dict[str, Path]:
    """Return the lists of records that pages of a site show, with their files.

    A list is known by its name, and by that of one of its records: ``partners``, ``partner``.
    """
    pages = Pages(settings)
    found: dict[str, Path] = {}
    for page in pages.names:
        for name in _SHOWS.findall(pages.text(page)):
            here = settings.directory if name.startswith("/") else pages.path(page).parent
            path = here / name.lstrip("/")
            for key in read_data(path).lists if path.is_file() else ():
                found.setdefault(key, path)
    return found


def singular(plural: str) -> str:
    """Return the name of one record of a list.

    >>> singular("partners"), singular("cities"), singular("people")
    ('partner', 'city', 'people')
    """
    if plural.endswith("ies"):
        return f"{plural[:-3]}y"
    return plural.removesuffix("s")


def new_record(settings: Settings, path: Path, key: str, name: str, values: Sequence[str]) -> Made:
    """Write a new record at the end of a list in a data file.

    :param key: the name of the list; ``""`` for the only one of the file.
    :param values: what else it holds, each as ``field=value``.
    :raises WrongUse: when something is missing or wrong; the file stays as it is then.
    """
    shown = relative_name(path, settings)
    try:
        text = read_text(path)
    except YamlError as error:
        raise WrongUse(f"{shown}: {error}. Nothing was changed.") from error
    held = read_data(path)
    if not key and len(held.lists) == 1:
        key = next(iter(held.lists))
    if key not in held.lists:
        lists = ", ".join(held.lists) or "no list"
        raise WrongUse(f"{shown} has several lists, or none: {lists}. Name one of its records.")
    given = _given(held, key, clean_title(name), values, shown)
    raw = path.read_bytes().decode("utf-8-sig")
    end = "\r\n" if "\r\n" in raw else "\n"
    lines = text.splitlines()
    place, indent = _end_of_list(text, key, shown)
    lines_of_record = [f"{field}: {_value(held, field, found)}" for field, found in given.items()]
    used = {one for record in held.lists[key] for one in record.values} or set(held.fields)
    empty = [one for one in held.fields if one in used and one not in given]
    lines_of_record += [f"# {one}: {_hint(held, one)}" for one in empty]
    added = [
        f"{indent}{'- ' if number == 0 else '  '}{line}"
        for number, line in enumerate(lines_of_record)
    ]
    lines[place:place] = added
    write_text(path, "".join(f"{line}{end}" for line in lines))
    new = read_data(path)
    if len(new.problems) > len(held.problems) or len(new.lists[key]) != len(held.lists[key]) + 1:
        write_text(path, raw)
        said = "; ".join(one.message for one in new.problems if one not in held.problems)
        raise WrongUse(f"{shown} stays as it was: {said or 'its list could not be continued.'}")
    return Made(path, (f"{shown}:{place + 1}: {added[0].strip()}",), is_new=False)


def _given(
    held: DataFile, key: str, name: str, values: Sequence[str], shown: str
) -> dict[str, list[str]]:
    fields = held.fields
    texts = [one for one, declared in fields.items() if declared.type in ("text", "name")]
    named = next((one for one in texts if fields[one].required), texts[0] if texts else "")
    if not named:
        raise WrongUse(f"{shown}: its records have no field for a name. Write the record by hand.")
    given = {named: [name]}
    for value in values:
        one, sign, found = value.partition("=")
        if not sign or one not in fields or not found.strip():
            raise WrongUse(f"--set {value}: write FIELD=VALUE, with one of {', '.join(fields)}.")
        found = clean_title(found)
        if not TYPES[fields[one].type](found):
            raise WrongUse(f"--set {value}: `{one}` must be {EXAMPLES[fields[one].type]}.")
        given[one] = [*(given.get(one, []) if fields[one].many else []), found]
    for one, chosen in given.items():
        same = [r for r in held.lists[key] if fields[one].unique and r.text(one) in chosen]
        if same:
            message = f"`{one}: {same[0].text(one)}` is here already; nothing was changed."
            raise WrongUse(str(Finding(shown, same[0].line, "new-exists", message)))
    missing = [one for one, declared in fields.items() if declared.required and one not in given]
    if missing:
        asked = " ".join(f"--set {one}=…" for one in missing)
        known = [f"{one} in use: {_in_use(held, key, one)}" for one in missing]
        raise WrongUse(
            f"A record of {shown} needs {', '.join(missing)}, too. Add {asked} "
            f"({'; '.join(known)}). Nothing was changed."
        )
    return {one: given[one] for one in fields if one in given}


def _in_use(held: DataFile, key: str, name: str) -> str:
    used = Counter(record.text(name) for record in held.lists[key] if record.text(name))
    return ", ".join(value for value, _ in used.most_common(3)) or "nothing yet"


def _value(held: DataFile, name: str, found: Sequence[str]) -> str:
    values = [as_yaml(one) for one in found]
    return f"[{', '.join(map(_flow, found))}]" if held.fields[name].many else values[0]


def _flow(text: str) -> str:
    """Return a text as an item between brackets in YAML."""
    return yaml.safe_dump([text], allow_unicode=True, width=10**6, default_flow_style=True)[1:-2]


def _hint(held: DataFile, name: str) -> str:
    declared = held.fields[name]
    wanted = EXAMPLES.get(
        declared.type, {"page": "the path of a page"}.get(declared.type, declared.type)
    )
    return f"[{wanted}]" if declared.many else wanted


def _end_of_list(text: str, key: str, shown: str) -> tuple[int, str]:
    """Return the line behind the last record of a list, from 0, and the indent of records."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    value = next(value for name, value in pairs if name.value == key)
    if not isinstance(value, yaml.SequenceNode) or value.flow_style:
        raise WrongUse(f"{shown}: `{key}` is not written as lines. Write the record by hand.")
    lines = text.splitlines()
    place = min(value.end_mark.line + (value.end_mark.column > 0), len(lines))
    start = value.start_mark.column
    while place and (not lines[place - 1].strip() or lines[place - 1].startswith("#")):
        place -= 1
    return place, " " * start


# -- A language ------------------------------------------------------------------------------------


def own_name(code: str, name: str = "") -> str:
    """Return the name of a language in itself.

    :param name: what a person calls it; needed where the CLDR does not know the language.
    :raises WrongUse: when the code is none, or nobody knows the name.
    """
    if problem := code_problem(code):
        raise WrongUse(problem)
    if name:
        return clean_title(name)
    locale = read_language(code).locale
    found = (locale.get_display_name() or "") if locale else ""
    if not found:
        raise WrongUse(
            f'What is the name of {code} in that language? Give it, such as nah "Nāhuatlahtōlli".'
        )
    return found[0].title() + found[1:]


def new_language(settings: Settings, code: str, name: str = "") -> Made:
    """Add a language to ``conf.py``, and write the files that the checks read.

    :raises WrongUse: when the site has it, or ``conf.py`` is written so that nobody but a
        person can edit it.
    """
    name = own_name(code, name)
    site, path = settings.directory, settings.directory / CONF
    for language in settings.site.languages:
        if language.code.casefold() == code.casefold():
            line = settings.lines.get("tandem_languages", 1)
            message = f"The site has the language {language.code} already; nothing was changed."
            raise WrongUse(str(Finding(CONF, line, "new-exists", message)))
    if (site / code).exists():
        raise WrongUse(f"The folder {code} is the place of the new site. Give it another name.")
    if not settings.locale_dirs:
        raise WrongUse('The site has no place for catalogs; set locale_dirs = ["locales"].')
    raw = path.read_bytes()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    text = raw.decode(encoding)
    edited, line = with_language(text, code, name)
    path.write_bytes(edited.encode(encoding))
    try:
        load(site)
    except SettingsError:
        path.write_bytes(raw)
        raise
    places = [f"{CONF}:{line}: {edited.splitlines()[line - 1].strip()}"]
    for file in _language_files(settings.locale_dirs[0] / code):
        places.append(f"{relative_name(file, settings)}:1: new")
    return Made(path, tuple(places), is_new=False)


def with_language(text: str, code: str, name: str) -> tuple[str, int]:
    """Return the text of ``conf.py`` with one more language, and its line.

    :raises WrongUse: when the languages are not there as a dictionary.

    >>> with_language('tandem_languages = {"en": "English"}', "fr", "Français")[0]
    'tandem_languages = {"en": "English", "fr": "Français"}'
    """
    found = [
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Dict)
        and "tandem_languages" in ast.unparse(node).partition("=")[0]
    ]
    if not found or not found[-1].values or None in found[-1].keys:
        raise WrongUse(
            f"`tandem_languages` is not written as a dictionary in {CONF}, so that only a person "
            f'can edit it. Add "{code}": "{name}" there; nothing was changed.'
        )
    last = found[-1].values[-1]
    lines = text.splitlines(keepends=True)
    row = (last.end_lineno or 1) - 1
    column = len(lines[row].encode()[: last.end_col_offset].decode())
    key = found[-1].keys[-1] or last
    quote = (
        "'"
        if (ast.get_source_segment(text, key) or "").startswith("'") and "'" not in name
        else '"'
    )
    entry = f"{quote}{code}{quote}: {quote}{name.replace(chr(92), chr(92) * 2).replace(quote, chr(92) + quote)}{quote}"
    rest = lines[row][column:]
    is_multiline = found[-1].lineno != last.lineno
    end = "\r\n" if "\r\n" in text else "\n"
    if not is_multiline:
        lines[row] = f"{lines[row][:column]}, {entry}{rest}"
        return "".join(lines), row + 1
    indent = lines[key.lineno - 1][
        : len(lines[key.lineno - 1]) - len(lines[key.lineno - 1].lstrip())
    ]
    has_comma = rest.lstrip().startswith(",")
    if "}" in rest.partition("#")[0]:
        lines[row] = f"{lines[row][:column]},{end}{indent}{entry}{rest}"
    else:
        comma = "" if has_comma else ","
        lines[row] = f"{lines[row][:column]}{comma}{rest}{indent}{entry}{',' * has_comma}{end}"
    return "".join(lines), row + 2


def _language_files(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """Write the word list and the term base of a language, where they are not there."""
    made = []
    for file in ("words.txt", "termbase.csv"):
        path = folder / file
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            text = TEMPLATES.get_template(f"language/{file}").render(names=names)
            path.write_text(text, encoding="utf-8", newline="\n")
            made.append(path)
    return made


# -- A site ----------------------------------------------------------------------------------------

# What a new site builds with, besides the engine; the first theme that is installed is its look.
_PACKAGES = ("sphinx", "myst-parser", "ablog")
_THEMES = (("pydata-sphinx-theme", "pydata_sphinx_theme"), ("alabaster", "alabaster"))
_EXTRAS = ("blog", "check", "serve")
_TEXTS = "texts"


def site_languages(given: str) -> dict[str, str]:
    """Return the codes and names of the languages of a new site.

    :param given: codes with commas between them, each with its own name behind ``=`` where the
        CLDR does not know it.
    :raises WrongUse: when they are fewer than two, or one of them is none.
    """
    found: dict[str, str] = {}
    for one in filter(None, (part.strip() for part in given.split(","))):
        code, _, name = one.partition("=")
        if code.casefold() in map(str.casefold, found):
            raise WrongUse(f"--languages {given}: {code} is there twice.")
        try:
            found[code] = own_name(code, name)
        except WrongUse as error:
            raise WrongUse(f"--languages {given}: {error} Write it as {code}=NAME.") from error
    if len(found) < 2:
        raise WrongUse(f"--languages {given}: name two or more, such as en,es.")
    return found


def new_site(folder: Path, languages: Mapping[str, str], title: str, version: str) -> Made:
    """Make a whole site in a folder that is new or empty.

    All of it is written beside the folder first: it appears whole or not at all.

    :param languages: the codes and names; the pages are written in the first one.
    :param title: its title; ``""`` for one made from the name of the folder.
    :param version: that of the engine.
    :raises WrongUse: when something is in the folder already.
    """
    folder = Path(os.path.normpath(folder.absolute()))
    name = folder.name.replace("-", " ").replace("_", " ").strip()
    title = clean_title(title or name[:1].title() + name[1:])
    try:
        was_there = folder.exists()
        if not folder.is_file():
            folder.mkdir(parents=True, exist_ok=True)
        held = [folder] if folder.is_file() else [*folder.iterdir()]
    except PermissionError:
        raise
    except OSError as error:
        raise WrongUse(f"{folder}: no folder can be made there ({error.strerror}).") from error
    if held := [path for path in held if path.name != ".git"]:
        message = "This is there already, and nothing was made. Name a folder that is new or empty."
        raise WrongUse(str(Finding(str(min(held)), 1, "new-exists", message)))
    try:
        with tempfile.TemporaryDirectory(prefix=".tandem-", dir=folder.parent) as temporary:
            made = Path(temporary, "site")
            _write_site(made, languages, title, git_user(folder) or title, version)
            for path in sorted(made.iterdir()):
                path.replace(folder / path.name)
    finally:
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()
    return Made(folder)


def _write_site(
    folder: Path, languages: Mapping[str, str], title: str, author: str, version: str
) -> None:
    source = next(iter(languages))
    words = _texts(source)
    theme = next((one for one in _THEMES if _version(one[0])), _THEMES[-1])
    values = {
        "_": lambda text: words.get(text, text),
        "title": title,
        "heading": as_markdown(title),
        "author": author,
        "by": as_yaml(author),
        "today": today(),
        "year": today()[:4],
        "languages": languages,
        "source": source,
        "theme": theme[1],
        "engine": _engine(version),
        "locked": _locked([*_PACKAGES, theme[0]]),
        "yaml": as_yaml,
        "text": lambda text: text.replace("\\", "\\\\").replace('"', '\\"'),
    }
    root = FOLDER / "site"
    for path in sorted(filter(Path.is_file, root.rglob("*"))):
        name = path.relative_to(root).as_posix()
        text = TEMPLATES.get_template(f"site/{name}").render(values)
        # Files whose names begin with a dot are written without it in the package.
        place = folder / name.removesuffix(".jinja").replace("dot-", ".").replace("TODAY", today())
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
    settings = load(folder)
    for code in list(languages)[1:]:
        _language_files(settings.locale_dirs[0] / code, dict.fromkeys((title, author)))
    update(settings)
    back = {text: english for english, text in words.items()}
    signed = f"{today()[:4]}, {author}. "
    for code in list(languages)[1:]:
        theirs = _texts(code)
        if theirs or read_language(code).language == "en":
            for path in (settings.locale_dirs[0] / code).rglob("*.po"):
                _fill(path, theirs, back, signed)


def _texts(code: str) -> dict[str, str]:
    """Return what the pages of a new site say in a language, by the English."""
    places = (Path(FOLDER, _TEXTS, f"{one}.po") for one in word_codes(code))
    path = next(filter(Path.is_file, places), None)
    if path is None:
        return {}
    return {text: entry.msgstr for text, entry in certain_translations(path).items()}


def _fill(path: Path, theirs: Mapping[str, str], back: Mapping[str, str], signed: str) -> None:
    """Fill in the empty entries of a catalog.

    :param theirs: what the language says, by the English.
    :param back: the English of what the pages say, where they are in another language.
    :param signed: what the copyright line begins with in every language.
    """
    catalog = read_catalog(path)
    entries = []
    for entry in catalog.entries:
        text = entry.msgid.removeprefix(signed)
        english = back.get(text, text)
        known = theirs.get(english, english if english != text else "")
        if known and not entry.has_translation:
            kept = signed * entry.msgid.startswith(signed)
            entry = replace(entry, msgstr=f"{kept}{known}")  # noqa: PLW2901
        entries.append(entry)
    write_catalog(path, replace(catalog, entries=tuple(entries)), [catalog])


def _version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return ""


def _engine(version: str) -> str:
    """Return the line of the requirements that installs the engine as it is installed here."""
    name = f"sphinx-tandem[{','.join(_EXTRAS)}]"
    try:
        origin = json.loads(distribution("sphinx-tandem").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        origin = {}
    if found := origin.get("vcs_info"):
        return f"{name} @ {found['vcs']}+{origin['url']}@{found['commit_id']}"
    return f"{name}=={version}"


def _locked(names: Sequence[str]) -> list[str]:
    """Return the packages that these need, with the versions that are installed here."""
    found: dict[str, str] = {}
    todo = [(name, "") for name in names] + [("sphinx-tandem", extra) for extra in _EXTRAS]
    seen: set[tuple[str, str]] = set()
    while todo:
        name, extra = todo.pop()
        name = re.sub(r"[-_.]+", "-", name).lower()
        if (name, extra) in seen or not _version(name):
            continue
        seen.add((name, extra))
        held = distribution(name)
        found[name] = f"{name}=={held.version}"
        for line in held.requires or ():
            needed, _, marker = line.partition(";")
            asked = re.search(r"extra\s*==\s*['\"]([\w.-]+)", marker)
            if asked and asked[1] != extra:
                continue
            package = re.match(r"\s*([\w.-]+)\s*(?:\[([^\]]*)\])?", needed)
            if package:
                extras = ["", *(package[2] or "").replace(" ", "").split(",")]
                todo += [(package[1], one) for one in extras]
    found.pop("sphinx-tandem", None)
    return [found[name] for name in sorted(found)]
