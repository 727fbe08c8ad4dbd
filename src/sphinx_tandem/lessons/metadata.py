"""Tells registries of training what a lesson and a course are, as Bioschemas asks.

Profiles: https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE and
https://bioschemas.org/profiles/Course/1.0-RELEASE.  Only what is known is said.
A registry needs whole addresses, so there is nothing without ``html_baseurl``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..site.options import current_language
from ..text.html import script_json
from ..translate import marks
from ..translate.lookup import site_messages, site_text
from .collect import in_reading_order, lessons_of
from .model import Lesson

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_PROFILE = "https://bioschemas.org/profiles/{}/1.0-RELEASE"
# The texts of `tandem_course` that are translated, with what translators are told.
_TEXTS = {"audience": "whom the lessons are for", "level": "level of the lessons"}


def duration(minutes: int) -> str:
    """Return minutes as ISO 8601 writes them.

    >>> duration(90)
    'PT1H30M'
    """
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


class Description:
    """Describes the page that is being written."""

    def __init__(self, app: Sphinx, docname: str, context: dict[str, Any]) -> None:
        self._app = app
        self._docname = docname
        self._context = context
        self._course: dict[str, Any] = app.config.tandem_course
        found = context["tandem"].counterparts
        self._url = next((other.url for other in found if other.current), "")
        self._others = [other for other in found if not other.current]

    def data(self) -> dict[str, Any] | None:
        """Return what the page is, or ``None`` where it is neither lesson nor course."""
        if not self._url.startswith(("http://", "https://")):
            return None
        lessons = lessons_of(self._app.env)
        if self._docname in lessons:
            return self._material(lessons[self._docname])
        held = lessons_in(self._app.env, self._docname)
        return self._of_course(held) if held else None

    def _material(self, lesson: Lesson) -> dict[str, Any]:
        course = course_of(self._app.env, lesson.docname)
        return {
            **self._work("TrainingMaterial", "LearningResource", lesson.title, lesson.objectives),
            "keywords": self._keywords([part.title for part in lesson.parts if part.anchor]),
            "learningResourceType": "lesson",
            "teaches": _plain(lesson.objectives),
            "competencyRequired": _plain(lesson.prerequisites),
            "timeRequired": duration(lesson.minutes),
            "isPartOf": {"@type": "Course", "@id": self._address(course)} if course else None,
        }

    def _of_course(self, lessons: list[Lesson]) -> dict[str, Any]:
        title = self._app.env.titles[self._docname].astext()
        return {
            **self._work("Course", "Course", title, tuple(one.title for one in lessons)),
            "learningResourceType": "course",
            # What later lessons ask for may be what earlier ones teach.
            "coursePrerequisites": _plain(lessons[0].prerequisites),
            "keywords": self._keywords([lesson.title for lesson in lessons]),
            "teaches": [one for lesson in lessons for one in _plain(lesson.objectives)],
            "timeRequired": duration(sum(lesson.minutes for lesson in lessons)),
            "hasPart": [
                {
                    "@type": "LearningResource",
                    "@id": self._address(lesson.docname),
                    "name": marks.strip(lesson.title),
                }
                for lesson in lessons
            ],
        }

    def _work(self, profile: str, kind: str, title: str, points: tuple[str, ...]) -> dict[str, Any]:
        """Return what lessons and courses have in common.

        :param points: what describes it where its page has no ``description``.
        """
        given = self._app.env.metadata[self._docname].get("description")
        description = given or " · ".join((title, *points))
        language = current_language(self._app.config)
        source = self._context["tandem"].source
        translations = [
            {"@type": kind, "@id": other.url, "inLanguage": other.language.tag}
            for other in self._others
            if other.url
        ]
        of = [one for one in translations if one["inLanguage"] == source.tag]
        return {
            "@context": "https://schema.org/",
            "@type": kind,
            "@id": self._url,
            "http://purl.org/dc/terms/conformsTo": {
                "@type": "CreativeWork",
                "@id": _PROFILE.format(profile),
            },
            "name": marks.strip(title),
            "description": " ".join(marks.strip(str(description)).split()),
            "url": self._url,
            "identifier": self._url,
            "inLanguage": language.tag,
            "workTranslation": translations if language == source else None,
            "translationOfWork": of[0] if of else None,
            "license": self._course.get("license"),
            "author": [{"@type": "Organization", "name": one} for one in self._listed("authors")],
            "audience": self._audience(),
            "educationalLevel": self._text("level"),
        }

    def _keywords(self, fallback: list[str]) -> list[str]:
        return course_keywords(self._app) or _plain(tuple(fallback))

    def _audience(self) -> dict[str, str] | None:
        text = self._text("audience")
        return {"@type": "Audience", "audienceType": text} if text else None

    def _text(self, key: str) -> str:
        return self._said(str(self._course.get(key) or ""))

    def _said(self, text: str) -> str:
        return marks.strip(site_text(self._app, text)) if text else ""

    def _listed(self, key: str) -> list[str]:
        return _listed(self._course, key)

    def _address(self, docname: str) -> str:
        target: str = self._app.builder.get_target_uri(docname)
        own: str = self._app.builder.get_target_uri(self._docname)
        return self._url.removesuffix(own) + target


def course_keywords(app: Sphinx) -> list[str]:
    """Return what a site says that all its lessons are about, in the language of the build."""
    words = _listed(app.config.tandem_course, "keywords")
    return [marks.strip(site_text(app, word)) for word in words if word]


def _listed(course: dict[str, Any], key: str) -> list[str]:
    found = course.get(key) or []
    return [found] if isinstance(found, str) else [str(one) for one in found]


def lessons_in(env: BuildEnvironment, docname: str) -> list[Lesson]:
    """Return the lessons of the course that a page is: those that its own contents name."""
    lessons = lessons_of(env)
    return [lessons[name] for name in env.toctree_includes.get(docname, []) if name in lessons]


def course_of(env: BuildEnvironment, lesson: str) -> str:
    """Return the page whose contents name a lesson, or ``""``."""
    for docname in in_reading_order(env, str(env.config.root_doc)):
        if lesson in env.toctree_includes.get(docname, []):
            return docname
    return ""


def _plain(texts: tuple[str, ...]) -> list[str]:
    return [marks.strip(text) for text in texts]


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add what registries of training ask for to the head of a page."""
    if "tandem" not in context or pagename not in app.env.found_docs:
        return
    data = Description(app, pagename, context).data()
    if data is None:
        return
    known = {key: value for key, value in data.items() if value}
    tag = f'<script type="application/ld+json">{script_json(known)}</script>'
    context["metatags"] = (context.get("metatags") or "") + f"\n    {tag}"


def offer_texts(app: Sphinx, env: BuildEnvironment) -> None:
    """Offer the texts of the setting to translators."""
    course: dict[str, Any] = app.config.tandem_course
    store = site_messages(app)
    for key, comment in _TEXTS.items():
        store.add(str(course.get(key) or ""), "conf.py", 1, comment)
    for word in _listed(course, "keywords"):
        store.add(word, "conf.py", 1, "keyword of the lessons")
