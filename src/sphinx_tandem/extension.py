"""What the extension is made of, and in what order its parts run.

Every node, directive, transform and event handler of the engine is connected here and
nowhere else, so this file says in what order things happen to a page.  A reference is
``"module:name"`` within this package; a module is imported when its row is reached.

A plug-in is a folder of :data:`PLUGINS`.  Take the folder away, and the rows that name it
are passed over: nothing else knows it.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .site.pagedata import PASSAGES, MadePage, keep_page_data, makers, written_again

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.transforms import SphinxTransform

__version__ = "0.1.0"

#: Folders that the engine can do without.  ``blog`` is used on sites that load ablog.
PLUGINS = ("lessons", "translators", "blog")

#: Functions that register settings, words, nodes, directives and builders.
REGISTER = (
    "site.options:register",
    "translate.interface:install_words",
    "upstream.sphinx:remove_locale_transform",
    "pages.nodes:register",
    "pages.outside:register",
    "pages.offline:register",
    "pages.data.directive:register",
    "pages.data.cards:register",
    "pages.data.maps:register",
    "lessons:register",
    "lessons.nodes:register",
    "lessons.workshop.course:register",
    "translators.status:register",
    "pages.theme:register",
    "blog.prepare:register",
    "blog.pages:install_site_words",
    "blog.pages:offer_lists",
)

#: What is kept for each page with Sphinx's environment, see :mod:`.site.pagedata`.
PAGE_DATA = (
    "tandem_site_messages",
    "tandem_messages",
    "tandem_comments",
    "tandem_index_words",
    "tandem_missing",
    "tandem_lessons",
    "tandem_activities",
    "tandem_pages_with_notes",
    "tandem_timetables",
    "tandem_checklists",
    "tandem_downloads",
    "tandem_page_links",
    "tandem_status_pages",
    "tandem_passages",
)

#: The transforms of a page that is read, by priority; Sphinx's own ones run in between.
#: Each is a function of the application, the environment and the document.
#: 20 is the place of Sphinx's ``Locale``: above it a page is English, below it translated.
TRANSFORMS = (
    (5, "translate.translatable:keep_own_titles"),
    (5, "translate.translatable:keep_hard_breaks"),
    (5, "translate.translatable:place_texts"),
    (5, "translate.translatable:translate_values"),
    (5, "translate.translatable:name_equations"),
    (5, "translate.translatable:translate_card_links"),
    (6, "translate.translatable:write_messages"),
    (10, "pages.outside:leave_out_files"),
    (12, "lessons.notes:mark_definitions"),
    (15, "lessons.collect:count_words"),
    (15, "translate.translatable:keep_boxes"),
    (20, "translate.transform:translate_page"),
    (25, "lessons.collect:note_lesson"),
    (25, "pages.data.cards:link_to_cards"),
    (30, "translate.translatable:label_boxes"),
    (32, "lessons.notes:take_notes_out"),
    (330, "translate.translatable:name_shown_fields"),
    (740, "translate.replace:write_apostrophes"),
    (785, "translate.translatable:replace_halves"),
    (790, "blog.prepare:mend_fields"),
    (870, "translate.transform:translate_added_lists"),
    (880, "translate.transform:place_anchors"),
    (890, "blog.posts:settle_copy"),
)

#: The handlers of each event by priority, events in the order in which a build emits them.
#: Handlers of one event and priority run in the order of this table.
HANDLERS: tuple[tuple[str, int, str], ...] = (
    # The settings are read; other extensions may still change them.
    ("config-inited", 50, "translate.lookup:install_pseudo_words"),
    ("config-inited", 100, "pages.head:set_addresses"),
    ("config-inited", 100, "pages.head:expect_other_dates"),
    ("config-inited", 150, "translate.lookup:keep_read_catalogs"),
    ("config-inited", 150, "translators.status:note_setting_words"),
    ("config-inited", 200, "translate.settings_texts:translate_settings"),
    ("config-inited", 500, "translate.lookup:leave_no_compiled_catalogs"),
    ("config-inited", 500, "pages.finish:use_loader"),
    ("config-inited", 700, "pages.theme:add_templates"),
    ("config-inited", 900, "lessons.directives:register_directives"),
    # The builder is chosen: templates and styles are set.
    ("builder-inited", 500, "translate.interface:translate_version_labels"),
    ("builder-inited", 500, "translate.gettext:use_own_template"),
    ("builder-inited", 500, "translate.settings_texts:strip_marks"),
    ("builder-inited", 500, "pages.theme:translate_fixed_texts"),
    ("builder-inited", 600, "blog.pages:add_templates"),
    ("builder-inited", 700, "pages.theme:add_files"),
    ("builder-inited", 700, "pages.theme:complete_options"),
    ("builder-inited", 700, "pages.search:use_own_search"),
    ("builder-inited", 700, "pages.social:check_font"),
    # Which pages have to be read?
    ("env-get-outdated", 500, "translators.status:outdated_pages"),
    ("env-before-read-docs", 300, "pages.outside:leave_out_pages"),
    ("env-before-read-docs", 400, "translate.page_language:note_languages"),
    ("env-before-read-docs", 500, "blog.prepare:leave_out_drafts"),
    ("source-read", 900, "pages.source:check_source"),
    # A page is being read, and its messages are translated: emitted by translate_page.
    (PASSAGES, 500, "translate.gettext:note_messages"),
    (PASSAGES, 500, "translate.untranslated:mark_passages"),
    (PASSAGES, 500, "pages.search:note_headings"),
    (PASSAGES, 600, "translators.passages:note_passages"),
    # A page was read and its transforms have run.
    ("doctree-read", 400, "blog.prepare:mend_list_formats"),
    ("doctree-read", 400, "blog.prepare:mend_updates"),
    ("doctree-read", 400, "blog.prepare:mend_posts"),
    ("doctree-read", 500, "pages.source:check_images"),
    ("doctree-read", 500, "lessons.timetable:note_page"),
    ("doctree-read", 500, "lessons.instructor:check_slides"),
    ("doctree-read", 500, "translators.status:note_links"),
    ("doctree-read", 900, "blog.posts:finish_posts"),
    # All pages were read.
    ("env-updated", 200, "pages.finish:forget_lessons"),
    ("env-updated", 300, "blog.model:fill_model"),
    ("env-updated", 400, "lessons.pages:offer_texts"),
    ("env-updated", 500, "translate.settings_texts:extract_site_texts"),
    ("env-updated", 500, "lessons.timetable:pages_to_write"),
    ("env-updated", 500, "translators.status:remember_pages"),
    ("env-get-updated", 500, "blog.posts:pages_to_write"),
    # A page is about to be written: its references are resolved.
    ("doctree-resolved", 500, "lessons.timetable:fill_page"),
    ("doctree-resolved", 500, "translators.status:fill_status"),
    ("doctree-resolved", 600, "blog.views:show_covers"),
    ("doctree-resolved", 800, "translate.untranslated:mark_automatic_text"),
    ("doctree-resolved", 800, "translate.untranslated:mark_number_labels"),
    ("doctree-resolved", 900, "translate.gettext:hand_over_messages"),
    ("doctree-resolved", 990, "lessons.notes:keep_resolved_page"),
    # Pages that no source file stands for.
    ("html-collect-pages", 100, "pages.finish:forget_pages"),
    ("html-collect-pages", 100, "pages.search:offer_page"),
    ("html-collect-pages", 500, "lessons.instructor:make_pages"),
    ("html-collect-pages", 500, "lessons.handouts:make_pages"),
    ("html-collect-pages", 500, "pages.redirects:add_page"),
    ("html-collect-pages", 500, "translators.review:collect_pages"),
    ("html-collect-pages", 500, "blog.pages:make_pages"),
    ("html-collect-pages", 500, "blog.feeds:write_feeds"),
    # A page goes to its template.
    ("html-page-context", 50, "pages.outside:keep_in_output"),
    ("html-page-context", 100, "pages.head:add_counterparts"),
    ("html-page-context", 400, "blog.pages:add_blog"),
    ("html-page-context", 500, "pages.head:show_date"),
    ("html-page-context", 500, "translate.untranslated:mark_index"),
    ("html-page-context", 500, "translate.untranslated:show_notice"),
    ("html-page-context", 500, "pages.search:load_script"),
    ("html-page-context", 500, "lessons.notes:withdraw_source"),
    ("html-page-context", 500, "lessons.instructor:add_clock"),
    ("html-page-context", 500, "lessons.pages:offer_progress"),
    ("html-page-context", 500, "lessons.pages:show_head"),
    ("html-page-context", 500, "lessons.pages:offer_course"),
    ("html-page-context", 500, "pages.data:add_files"),
    ("html-page-context", 500, "translators.status:add_styles"),
    ("html-page-context", 500, "translators.review:add_styles"),
    ("html-page-context", 800, "lessons.pages:describe"),
    ("html-page-context", 900, "pages.head:add_metadata"),
    ("html-page-context", 900, "pages.theme:escape_titles"),
    ("html-page-context", 930, "translators.improve:finish_page"),
    ("html-page-context", 950, "pages.redirects:link_styles"),
    # Everything is written.
    ("build-finished", 500, "pages.theme:complete_copy_script"),
    ("build-finished", 500, "lessons.instructor:remove_script"),
    ("build-finished", 500, "lessons.pages:remove_script"),
    ("build-finished", 500, "translators.improve:remove_script"),
    ("build-finished", 500, "translators.status:save_links"),
    ("build-finished", 500, "pages.finish:strip_indexes"),
    ("build-finished", 500, "pages.finish:remove_pages"),
    ("build-finished", 500, "pages.search:write_index"),
    ("build-finished", 500, "translate.page_language:save_languages"),
    ("build-finished", 600, "pages.redirects:write_all"),
)

#: What the pages without a source are made from, beside what all pages show: those of which
#: the environment has this, and those in the same folders.  Where none of them was written
#: again, what was made of them in an earlier run is left as it is.
MADE_FROM: dict[str, tuple[str, ...]] = {
    "lessons.instructor:make_pages": ("tandem_lessons", "tandem_pages_with_notes"),
    "lessons.handouts:make_pages": ("tandem_lessons",),
    "pages.redirects:add_page": (),
    "blog.pages:make_pages": ("ablog_posts",),
    "blog.feeds:write_feeds": ("ablog_posts",),
}


def load_all() -> None:
    """Import all that is connected below, but the blog: for a process that will be forked."""
    rows = (*REGISTER, *(row[-1] for row in TRANSFORMS), *(row[-1] for row in HANDLERS))
    for name in filter(partial(_is_wanted, blog=False), rows):
        _find(name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the extension: one line in a site's ``extensions``."""
    _find("upstream.myst_sphinx:set_up")(app)
    app.add_event(PASSAGES)
    for name in PAGE_DATA:
        keep_page_data(app, name)
    _connect(app, blog=False)
    # ablog may come after us in ``extensions``.
    app.connect("config-inited", _connect_blog, priority=900)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _connect_blog(app: Sphinx, config: Config) -> None:
    """Take over from ablog, when the site loads it."""
    if config.tandem_languages and "ablog" in app.extensions and _is_there("blog"):
        _find("upstream.ablog_blog:check_settings")(app)
        _find("upstream.ablog_blog:replace_handlers")(app)
        _connect(app, blog=True)


def _connect(app: Sphinx, *, blog: bool) -> None:
    wanted = partial(_is_wanted, blog=blog)
    for name in filter(wanted, REGISTER):
        _find(name)(app)
    for priority, name in TRANSFORMS:
        if wanted(name):
            app.add_transform(_transform(_find(name), priority))
    for event, priority, name in HANDLERS:
        if wanted(name):
            found = _find(name)
            if event == "html-collect-pages":
                found = _when_needed(name, found)
            app.connect(event, found, priority=priority)


def _when_needed(
    name: str, make: Callable[[Sphinx], Iterable[MadePage]]
) -> Callable[[Sphinx], Iterator[MadePage]]:
    """Let something make its pages again only where what they are made from was."""

    def made(app: Sphinx) -> Iterator[MadePage]:
        again = written_again(app)
        needs = again is None or name not in MADE_FROM or again & makers(app.env, MADE_FROM[name])
        kept = getattr(app, "tandem_kept", None)
        if kept is None:
            yield from make(app)
            return
        with kept.making(name):
            if needs:
                yield from make(app)
            else:
                kept.keep(name)

    return made


def _transform(found: Any, priority: int) -> type[SphinxTransform]:
    """Return a transform as docutils takes it."""
    from sphinx.transforms import SphinxTransform  # noqa: PLC0415  # commands import this module

    def apply(self: SphinxTransform, **_named: Any) -> None:
        found(self.app, self.env, self.document)

    content = {"default_priority": priority, "apply": apply}
    return type(found.__name__, (SphinxTransform,), content)


def _is_wanted(name: str, *, blog: bool) -> bool:
    room = name.partition(":")[0].partition(".")[0]
    return (room == "blog") is blog and _is_there(room)


def _is_there(room: str) -> bool:
    return room not in PLUGINS or find_spec(f".{room}", __package__) is not None


def _find(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(f".{module}", __package__), attribute)
