"""What lessons add to their pages: their heads, data for registries, and what ticks exercises.

Registries of training read what a lesson and a course are, and when a course was taught, as
Bioschemas asks: TrainingMaterial, Course and CourseInstance, release 1.0, at
https://bioschemas.org/profiles/.  Only what is known is said.  Where a profile takes a text or
an object, the form is the one that its published JSON schema accepts: keywords are one text with
commas, a place is a text, a level is a term.
A registry needs whole addresses, so there is nothing without ``html_baseurl``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from ..pages.head import as_data, way_to_root
from ..pages.offline import downloads_page
from ..site.languages import read
from ..site.options import current_language
from ..site.pagedata import in_reading_order, makes_site, page_data, withdraw_static
from ..text.html import data_script
from ..translate import marks
from ..translate.interface import _, script_words
from ..translate.lookup import site_messages, site_text
from .collect import CHECKLISTS, course_of, lessons_in, lessons_of, public_address
from .directives import minutes_text
from .model import EXERCISE, HANDOUTS, INSTRUCTOR, Gettext, Lesson, beside
from .timetable import course_minutes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# The texts of `tandem_course` that are translated, with what translators are told.
_LISTS = {
    "keywords": "keyword of the lessons",
    "prerequisites": "what people should know before the course",
}
_TEXTS = {"audience": "whom the lessons are for", "level": "level of the lessons"}


def bioschemas(kind: str, known_as: str, **known: Any) -> dict[str, Any]:
    """Return what something is in the words of a profile of Bioschemas, release 1.0.

    :param kind: its type in https://schema.org/.
    :param known_as: the address that it is known by, if it has one.
    :param known: what is known of it; what is empty is left out.
    """
    profile = {"LearningResource": "TrainingMaterial"}.get(kind, kind)
    found = {
        "@context": "https://schema.org/",
        "@type": kind,
        "@id": known_as,
        "http://purl.org/dc/terms/conformsTo": {
            "@type": "CreativeWork",
            "@id": f"https://bioschemas.org/profiles/{profile}/1.0-RELEASE",
        },
        **known,
    }
    return {key: value for key, value in found.items() if value}


def duration(minutes: int) -> str:
    """Return minutes as ISO 8601 writes them.

    >>> duration(90)
    'PT1H30M'
    """
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


def held_at(place: str, call: str, _: Gettext) -> dict[str, str]:
    """Return where a course is held, and whether in a room, in a call or in both.

    :param place: the room, or ``Online`` or an address for a call alone.
    :param call: the address of the call.
    :param _: looks up words in the language of who reads it.
    """
    online = marks.strip(_("Online"))
    if place.casefold() in {"", "online", online.casefold()} or "://" in place:
        return {"courseMode": "online", "location": call or place or online}
    if call:
        return {"courseMode": "blended", "location": f"{place}; {call}"}
    return {"courseMode": "onsite", "location": place}


def _people(kind: str, names: Sequence[str]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in names]


class Description:
    """Describes the page that is being written."""

    def __init__(self, app: Sphinx, docname: str, context: dict[str, Any]) -> None:
        self._app = app
        self._docname = docname
        self._source = context["tandem"].source
        self._course: dict[str, Any] = app.config.tandem_course
        self._counterparts = context["tandem"].counterparts
        self._url = next((one.url for one in self._counterparts if one.current), "")

    def data(self) -> dict[str, Any] | None:
        """Return what the page is, or ``None`` where it is neither lesson nor course."""
        if not self._url.startswith(("http://", "https://")):
            return None
        if lesson := lessons_of(self._app.env).get(self._docname):
            return self._of_lesson(lesson)
        held = lessons_in(self._app.env, self._docname)
        return self._of_course(held) if held else None

    def _of_lesson(self, lesson: Lesson) -> dict[str, Any]:
        course = course_of(self._app.env, lesson.docname)
        return self._work(
            "LearningResource",
            (lesson.title, *lesson.objectives),
            keywords=self._keywords([part.title for part in lesson.parts if part.anchor]),
            learningResourceType="lesson",
            teaches=lesson.objectives,
            competencyRequired=lesson.prerequisites or self._texts("prerequisites"),
            timeRequired=duration(lesson.minutes),
            isPartOf=course and {"@type": "Course", "@id": public_address(self._app, course)},
        )

    def _of_course(self, lessons: list[Lesson]) -> dict[str, Any]:
        titles = [lesson.title for lesson in lessons]
        return self._work(
            "Course",
            (self._app.env.titles[self._docname].astext(), *titles),
            learningResourceType="course",
            # What later lessons ask for may be what earlier ones teach.
            coursePrerequisites=lessons[0].prerequisites or self._texts("prerequisites"),
            keywords=self._keywords(titles),
            teaches=[one for lesson in lessons for one in lesson.objectives],
            timeRequired=duration(course_minutes(self._app.env, self._docname)),
            hasPart=[
                {
                    "@type": "LearningResource",
                    "@id": public_address(self._app, lesson.docname),
                    "name": lesson.title,
                }
                for lesson in lessons
            ],
            hasCourseInstance=[self._instance(run) for run in self._runs()],
        )

    def _keywords(self, titles: Sequence[str]) -> str:
        return ", ".join(course_keywords(self._app) or titles)

    def _runs(self) -> list[dict[str, Any]]:
        """Return when the course on this page was taught; what names no course is of the first."""
        env = self._app.env
        order = in_reading_order(env, str(env.config.root_doc))
        first = next((name for name in order if lessons_in(env, name)), "")
        runs: list[dict[str, Any]] = self._course.get("runs") or []
        return [one for one in runs if one.get("course", first) == self._docname]

    def _instance(self, run: dict[str, Any]) -> dict[str, Any]:
        code = run.get("language") or self._source.code
        page = next((one.url for one in self._counterparts if one.language.code == code), self._url)
        return bioschemas(
            "CourseInstance",
            f"{page}#{run['start']}",
            name=self._app.env.titles[self._docname].astext(),
            url=page,
            startDate=run["start"],
            endDate=run.get("end") or run["start"],
            inLanguage=read(code).tag,
            instructor=_people("Person", _listed(run, "instructors")),
            **held_at(run.get("place", ""), "", _),
        )

    def _work(self, kind: str, points: Sequence[str], **more: Any) -> dict[str, Any]:
        """Return what lessons and courses have in common, and *more*.

        :param points: its title, and what else describes it where its page has no ``description``.
        """
        given = self._app.env.metadata[self._docname].get("description")
        language = current_language(self._app.config)
        translations = [
            {"@type": kind, "@id": other.url, "inLanguage": other.language.tag}
            for other in self._counterparts
            if other.url and not other.current
        ]
        of = [one for one in translations if one["inLanguage"] == self._source.tag]
        audience, level = self._text("audience"), self._text("level")
        authors = _people("Organization", _listed(self._course, "authors"))
        return bioschemas(
            kind,
            self._url,
            name=points[0],
            description=" ".join(str(given or " · ".join(points)).split()),
            abstract=" ".join(str(given or "").split()),
            about=[{"@type": "Thing", "name": one} for one in course_keywords(self._app)],
            url=self._url,
            identifier=self._url,
            inLanguage=language.tag,
            workTranslation=translations if language == self._source else None,
            translationOfWork=of[0] if of else None,
            license=self._course.get("license"),
            author=authors,
            creator=authors,
            provider=_people("Organization", _listed(self._course, "provider")),
            citation=self._course.get("citation"),
            audience=audience and {"@type": "Audience", "name": audience, "audienceType": audience},
            educationalLevel=level and {"@type": "DefinedTerm", "name": level},
            **more,
        )

    def _texts(self, key: str) -> list[str]:
        return [site_text(self._app, one) for one in _listed(self._course, key)]

    def _text(self, key: str) -> str:
        text = str(self._course.get(key) or "")
        return site_text(self._app, text) if text else ""


def course_keywords(app: Sphinx) -> list[str]:
    """Return what a site says that all its lessons are about, in the language of the build."""
    words = _listed(app.config.tandem_course, "keywords")
    return [site_text(app, word) for word in words if word]


def _listed(course: dict[str, Any], key: str) -> list[str]:
    found = course.get(key) or []
    return [found] if isinstance(found, str) else [str(one) for one in found]


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Add what registries of training ask for to the head of a page."""
    if "tandem" not in context or pagename not in app.env.found_docs:
        return
    if data := Description(app, pagename, context).data():
        context["metatags"] = (context.get("metatags") or "") + f"\n    {as_data(data)}"


def offer_texts(app: Sphinx, env: BuildEnvironment) -> None:
    """Offer the texts of the setting to translators."""
    course: dict[str, Any] = app.config.tandem_course
    store = site_messages(app)
    for key, comment in _TEXTS.items():
        store.add(str(course.get(key) or ""), "conf.py", 1, comment)
    for key, comment in _LISTS.items():
        for word in _listed(course, key):
            store.add(word, "conf.py", 1, comment)


# -- Below the title of a lesson: its place in the course, its minutes, what it comes with --------


def show_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Say below the title of a lesson where it stands, how long it takes and what it comes with."""
    lesson = lessons_of(app.env).get(pagename)
    if doctree is None or lesson is None or not makes_site(app):
        return
    before, end, after = str(context.get("body") or "").partition("</h1>")
    if end:
        context["body"] = f"{before}{end}\n{_head(app, lesson)}{with_large_figures(after)}"


_FIGURE = re.compile(
    r"(?P<start><figure\b[^>]*>\s*)(?:<a\b[^>]*\bimage-reference\b[^>]*>)?"
    r"(?P<image><img\b[^>]*>)\s*(?:</a>)?"
)
_OF_IMAGE = re.compile(r'\b(alt|src)="([^"]*)"')


def with_large_figures(html: str) -> str:
    """Let each figure be opened large, within its page and without a script.

    A figure that fits a phone has letters that nobody can read there.  Its link leads to the
    same image in its full size, in a window of its own, whose link leads back.
    """
    numbers = count(1)

    def large(found: re.Match[str]) -> str:
        number, about = next(numbers), dict(_OF_IMAGE.findall(found["image"]))
        if not about.get("src"):
            return found[0]
        alt, src = about.get("alt", ""), about["src"]
        return (
            f'{found["start"]}<a class="reference internal image-reference" id="small-{number}" '
            f'href="#large-{number}">{found["image"]}</a>'
            f'<span class="tandem-large" id="large-{number}" role="region" aria-label="{alt}" '
            f'tabindex="-1"><a href="#small-{number}">{escape(_("Close"))}</a>'
            f'<img alt="" src="{src}" loading="lazy"></span>'
        )

    return _FIGURE.sub(large, html)


def _head(app: Sphinx, lesson: Lesson) -> str:
    course = course_of(app.env, lesson.docname)
    lessons = lessons_in(app.env, course)
    facts, rail = [], ""
    if lesson in lessons and len(lessons) > 1:
        number = lessons.index(lesson) + 1
        said = _("Lesson %(number)d of %(total)d") % {"number": number, "total": len(lessons)}
        facts.append(f"<strong>{escape(said)}</strong>")
        rail = _rail(app, lesson, lessons, escape(_("The whole course")))
    facts.append(escape(minutes_text(lesson.minutes)))
    if level := str(app.config.tandem_course.get("level") or ""):
        facts.append(escape(site_text(app, level)))
    edition, sheets = beside(lesson.docname, INSTRUCTOR), beside(lesson.docname, HANDOUTS)
    links = [(f"{edition}/slides", _("Slides"))]
    if lesson.has_exercises:
        links.append((f"{sheets}/exercises", _("Exercises")))
    links += [(f"{sheets}/lesson", _("Handouts")), (edition, _("Instructor edition"))]
    if page := downloads_page(app.env):
        links.append((page, _("Download")))
    made = "".join(f"<li>{_link(app, lesson, *link)}</li>\n" for link in links)
    told = "".join(f"<li>{fact}</li>\n" for fact in facts)
    return (
        f'<div class="tandem-lesson-head">\n{rail}<ul class="tandem-lesson-facts">\n{told}</ul>\n'
        f'<ul class="tandem-lesson-links">\n{made}</ul>\n{_KEEP}</div>\n'
    )


# Whoever publishes the site writes the weight of the course here; nobody sees it before.
_KEEP = (
    '<p class="tandem-keep" data-keep="" hidden><span role="status"></span> '
    '<button type="button"></button> <button type="button" hidden></button></p>\n'
)
_KEEP_SCRIPT = "tandem-keep.js"


def offer_course(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Offer to keep the course on the device, on its lessons and on its own page."""
    if doctree is None or not context.get("body") or not makes_site(app):
        return
    if pagename not in lessons_of(app.env):
        if not lessons_in(app.env, pagename):
            return
        # Before the first section of the page.
        start, section, rest = context["body"].partition("</h1>")
        text, inner, after = rest.partition("<section")
        context["body"] = f"{start}{section}{text}{_KEEP}{inner}{after}"
    app.add_js_file(_KEEP_SCRIPT, loading_method="defer")
    told = {"root": way_to_root(app, pagename), **script_words(app, _keep_words)}
    context["body"] += data_script("tandem-keep", told)


def _keep_words() -> dict[str, str]:
    """Return what the script says, by the names under which it knows it."""
    return {
        "keep": _("Keep this course offline"),
        "saving": _("Saving: %(count)d of %(total)d files"),
        "kept": _("This course is kept on this device and opens without a connection."),
        "remove": _("Remove it from this device"),
        "newer": _("There is a newer version of this course."),
        "update": _("Update it"),
        "failed": _("It could not be saved, and nothing was changed."),
    }


def _link(app: Sphinx, lesson: Lesson, page: str, words: str) -> str:
    href = escape(app.builder.get_relative_uri(lesson.docname, page))
    return f'<a href="{href}">{escape(words)}</a>'


def _rail(app: Sphinx, lesson: Lesson, lessons: list[Lesson], name: str) -> str:
    """Return the lessons of a course as a row of numbers, each a link."""
    stops = []
    for number, one in enumerate(lessons, 1):
        here = ' aria-current="page"' if one == lesson else ""
        title = escape(f"{number}. {one.title}")
        href = escape(app.builder.get_relative_uri(lesson.docname, one.docname) or "#")
        stops.append(
            f'<li><a href="{href}" title="{title}" aria-label="{title}"{here}>{number}</a></li>\n'
        )
    return f'<nav aria-label="{name}"><ol class="tandem-rail">\n{"".join(stops)}</ol></nav>\n'


# -- The script with which learners tick exercises and write answers, on their own device alone --


_SCRIPT = "tandem-progress.js"


def offer_progress(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the script where something can be ticked, and on courses, and give it its words."""
    if doctree is None or not context.get("body"):
        return
    lesson, course = lessons_of(app.env).get(pagename), _exercises(app.env, pagename)
    has_points = pagename in page_data(app.env, CHECKLISTS)
    if not (has_points or course or (lesson and lesson.has_exercises)):
        return
    app.add_js_file(_SCRIPT, loading_method="defer")
    told: dict[str, Any] = {
        "page": pagename,
        "root": way_to_root(app, pagename),
        "title": marks.strip(app.env.titles[pagename].astext()),
        "words": script_words(app, _words),
    }
    if course and not has_points and not (lesson and lesson.has_exercises):
        told["course"] = course
    if lesson and len(held := lessons_in(app.env, course_of(app.env, pagename))) > 1:
        told["rail"] = [(one.docname, _anchors(one)) for one in held]
    context["body"] += data_script("tandem-progress", told)


def _exercises(env: BuildEnvironment, docname: str) -> list[tuple[str, str]]:
    """Return the exercises of the course on a page: the lesson of each, and its id.

    One lesson is no course: it says itself how far one is.
    """
    found = [
        (lesson.docname, anchor)
        for lesson in lessons_in(env, docname)
        for anchor in _anchors(lesson)
    ]
    return found if len(dict(found)) > 1 else []


def _anchors(lesson: Lesson) -> list[str]:
    return [one.anchor for one in lesson.activities if one.kind == EXERCISE]


def _words() -> dict[str, str]:
    """Return what the script says, by the names under which it knows it."""
    return {
        "name": _("Your answers"),
        "done": _("Done"),
        "answer": _("Your answer: %(title)s"),
        "count": _("%(count)d of %(total)d exercises done"),
        "where": _("Your ticks and answers stay on this device; nobody else sees them."),
        "export": _("Save as a file"),
        "import": _("Read from a file"),
        "erase": _("Erase"),
        "sure": _("Erase all ticks and answers of this lesson?"),
        "full": _("This device cannot keep any more: save your answers as a file."),
        "gone": _("no longer in the lesson"),
        "replace": _("There are other answers here already. Replace them with those in the file?"),
        "foreign": _("The file contains no answers to this lesson."),
    }


def remove_script(app: Sphinx, exception: Exception | None) -> None:
    """Publish no script where no page uses it."""
    has_exercises = any(lesson.has_exercises for lesson in lessons_of(app.env).values())
    if not has_exercises and not page_data(app.env, CHECKLISTS):
        withdraw_static(app, _SCRIPT)
    if not lessons_of(app.env):
        withdraw_static(app, _KEEP_SCRIPT)
