"""What the engine leans on in Sphinx to read something that the build is not to know of.

A build has one environment, and whatever is read tells it everything: what instructor
notes declare would be found from every page.  So they are read in one of their own.
"""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.asset import DownloadFileCollector, ImageCollector
from sphinx.transforms import DoctreeReadEvent
from sphinx.util.docutils import LoggingReporter
from sphinx.util.logging import suppress_logging


def _app_of(env: BuildEnvironment) -> Sphinx:
    """Return the application of an environment, which Sphinx 9 keeps under a private name."""
    held = vars(env)
    app: Sphinx = held["_app"] if "_app" in held else held["app"]
    return app


class SeparateEnvironment(BuildEnvironment):
    """An environment beside that of the build, whose domains, images and downloads are its own.

    Nothing public makes one of another.  This one takes over what the other one holds, and
    sets itself up as Sphinx sets up one that it has unpickled, which makes new domains.

    :param env: the environment of the build.
    :param data: what the domains know, such as ``{}``.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L258
    """

    def __init__(self, env: BuildEnvironment, data: dict[str, dict[str, Any]]) -> None:
        # Without a configuration, none is compared: that takes longer than everything else.
        vars(self).update(vars(env), domaindata=data, domains=None, config=None)
        self.images, self.dlfiles = copy.deepcopy((env.images, env.dlfiles))
        self._pages: dict[str, nodes.document] = {}
        self._other = env
        self.setup(_app_of(env))

    def begin_page(self, env: BuildEnvironment) -> None:
        """Get ready for the page that the other environment is reading.

        Some domains have no room for what they are told until they have forgotten a page.

        https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L412
        """
        self.clear_doc(env.docname)
        # What is cited here counts as cited: Sphinx reports what nobody cites.
        cited = env.domains["citation"].citation_refs
        self.domains["citation"].data["citation_refs"] = cited

    def follow(self, env: BuildEnvironment) -> None:
        """Go on where the other environment is within its page.

        In C and C++, what is declared hangs on what is declared around it; here it begins
        at the top.

        https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/cpp/__init__.py#L314
        """
        held = "temp_data" if "temp_data" in vars(env) else "current_document"  # since Sphinx 8.2
        setattr(self, held, copy.copy(getattr(env, held)))
        for domain in ("c", "cpp"):
            self.temp_data.pop(f"{domain}:parent_symbol", None)
        self.ref_context = dict(env.ref_context)

    def new_serialno(self, category: str = "") -> int:
        """Return the next number of a kind of ids, which the other environment counts too.

        Both number what is on one page, and what is noted of it is copied by ``follow``.

        https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L599
        """
        return self._other.new_serialno(category)

    def get_doctree(self, docname: str) -> nodes.document:
        """Return a page as it was read; references by number look there for their figures.

        https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L650
        """
        return self._pages[docname] if docname in self._pages else super().get_doctree(docname)

    def hold_page(self, docname: str, document: nodes.document) -> None:
        """Have a page of its own in place of one of the build."""
        self._pages[docname] = document
        document.settings.env = self


def with_page(
    env: BuildEnvironment, docname: str, data: dict[str, dict[str, Any]]
) -> SeparateEnvironment:
    """Return an environment that knows all that the build knows, and more of one page.

    Domains take in what others have read as after a build in several processes.  One that
    cannot do so stays as it is.

    :param data: what the domains of a separate environment have learnt of the page.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/__init__.py#L208
    """
    found = SeparateEnvironment(env, pickle.loads(pickle.dumps(env.domaindata)))  # noqa: S301  # ours
    with suppress_logging():  # other pages may declare the same
        for domain in found.domains.values():
            with suppress(NotImplementedError):
                domain.merge_domaindata({docname}, data[domain.name])
    return found


def copy_of_page(document: nodes.document, env: SeparateEnvironment) -> nodes.document:
    """Return a copy of a page with the transforms that it has still to go through.

    It belongs to another environment, and nobody is told of it when it is read.

    :param document: the page, in the midst of its transforms.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/transforms/__init__.py#L411
    """
    settings = document.settings.copy()
    settings.env = env
    others = (document.settings.env, env, _app_of(env), env.config, document.reporter)
    kept: dict[int, Any] = {id(one): one for one in others}
    kept[id(document.settings)] = settings
    page: nodes.document
    page, transformer = _copied((document, document.transformer), kept)
    # A document leaves these out of its copies.
    page.reporter, page.transformer = document.reporter, transformer
    transformer.transforms = [
        step for step in transformer.transforms if step[1] is not DoctreeReadEvent
    ]
    return page


def _copied(value: Any, kept: Mapping[int, Any]) -> Any:
    """Return a deep copy of a value, a third of the time that :func:`copy.deepcopy` takes.

    :param kept: what is in the copy for what has such an id; classes and functions do
        for themselves, for not all have a name by which they could be found.
    """
    held: list[Any] = []

    class Pickler(pickle.Pickler):
        def persistent_id(self, found: Any) -> int | None:
            stays = id(found) in kept or isinstance(found, type | FunctionType | ModuleType)
            if not stays:
                return None
            held.append(kept.get(id(found), found))
            return len(held) - 1

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, number: int) -> Any:
            return held[number]

    data = io.BytesIO()
    try:
        Pickler(data, pickle.HIGHEST_PROTOCOL).dump(value)
    except (TypeError, AttributeError, pickle.PicklingError):  # an extension's own kind of node
        return copy.deepcopy(value, dict(kept))
    data.seek(0)
    return Unpickler(data).load()  # what stood above


def collect_files(document: nodes.document, env: SeparateEnvironment) -> None:
    """Find the images and downloads of a page, as Sphinx does when it has read one.

    The collectors tell the environment of the application, of which they ask no more.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/collectors/asset.py#L48
    """
    app: Any = SimpleNamespace(env=env, srcdir=env.srcdir)
    for collector in (ImageCollector(), DownloadFileCollector()):
        collector.process_doc(app, document)


def numbered_kind(env: BuildEnvironment, node: nodes.Element) -> str | None:
    """Return as what a node is numbered, such as ``figure``; ``None`` where it is not.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/collectors/toctree.py#L287
    """
    domain = env.domains["std"]
    kind = domain.get_enumerable_node_type(node) if domain.get_numfig_title(node) else None
    return kind or env.domains["math"].get_enumerable_node_type(node)


def name_figure(env: BuildEnvironment, node: nodes.Element, document: nodes.document) -> None:
    """Give a node an id where Sphinx will give it one in order to number it.

    Sphinx does so with all of a page at once (``AutoNumbering``).

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/transforms/__init__.py#L200
    """
    if env.domains["std"].get_numfig_title(node) is not None and not node["ids"]:
        document.note_implicit_target(node)


def remove_nodes(document: nodes.document, leaving: list[nodes.Element]) -> None:
    """Remove nodes from a page that is being read, and from what docutils has noted of it.

    docutils notes footnotes, targets and the like in lists, and removes nothing from them.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/nodes.py#L1749
    """
    gone = {id(node): node for outer in leaving for node in outer.findall()}
    for node in leaving:
        node.parent.remove(node)
    for noted in vars(document).values():
        for listed in noted.values() if isinstance(noted, dict) else [noted]:
            if isinstance(listed, list):
                listed[:] = [node for node in listed if id(node) not in gone]
    steps = document.transformer.transforms
    steps[:] = [step for step in steps if id(step[2]) not in gone]
    held = {found for node in document.findall(nodes.Element) for found in node["ids"]}
    for node_id in document.ids.keys() - held:
        del document.ids[node_id]
    for name, node_id in list(document.nameids.items()):
        if node_id is not None and node_id not in held:
            del document.nameids[name], document.nametypes[name]
    for name, node in list(document.substitution_defs.items()):
        if id(node) in gone:
            del document.substitution_defs[name]
            document.substitution_names.pop(nodes.fully_normalize_name(name), None)


def write_page(path: Path, page: nodes.document, data: dict[str, Any]) -> None:
    """Keep a page, and what the domains have learnt of it, as Sphinx keeps a page.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L688
    """
    settings: Any = page.settings
    settings.env = settings.warning_stream = settings.record_dependencies = None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps((page, data), pickle.HIGHEST_PROTOCOL))


def read_page(path: Path, source: str) -> tuple[nodes.document, dict[str, Any]]:
    """Return a page that was kept, and what the domains should know of it.

    :param source: the file of the page, for messages.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L661
    """
    page: nodes.document
    page, data = pickle.loads(path.read_bytes())  # noqa: S301  # our own file
    page.reporter = LoggingReporter(source)
    return page, data
