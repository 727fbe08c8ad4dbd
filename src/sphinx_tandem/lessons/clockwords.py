"""The words that the clock of the instructor edition shows."""

from __future__ import annotations

from ..translate.interface import _


def clock_words() -> dict[str, str]:
    """Return the words by the names under which the script knows them."""
    return {
        "name": _("Class clock"),
        "start": _("Start the clock"),
        "again": _("Start again from 0:00"),
        "goOn": _("Let the clock go on"),
        "more": _("More"),
        "stop": _("Stop the clock"),
        "earlier": _("We began 1 min earlier"),
        "later": _("We began 1 min later"),
        "next": _("Go on to the next part"),
        "back": _("Go back a part"),
        "now": _("According to the plan: %(title)s, until %(time)s"),
        "here": _("You are at: %(title)s"),
        "over": _("The time is over."),
        "onTime": _("You are on time."),
        "late": _("You are %(count)d min late."),
        "early": _("You are %(count)d min early."),
        "skip": _("Leave out: %(title)s (%(count)d min)"),
        "shorten": _("Shorten: %(title)s by %(count)d min"),
        "rest": _("Leave for another day, or end later: %(count)d min"),
        "forgotten": _("The clock was stopped: it was still running from %(time)s."),
    }
