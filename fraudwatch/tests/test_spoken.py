"""What is remembered of a page's words is remembered for one language and one set of words."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from fraudwatch.lib.spoken import once_in_each_language
from fraudwatch.lib.weeks import span_label
from fraudwatch.templatetags.ui import delta

SPAN = date(2026, 6, 8), date(2026, 6, 14)


def test_a_word_is_asked_for_once_in_each_language():
    asked = []

    @once_in_each_language
    def say(word):
        asked.append(word)
        return gettext(word)

    said = []
    for language in ("en", "zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(say("Sign out"))

    assert said == ["Sign out", "退出登录", "Sign out", "退出登录"]
    assert asked == ["Sign out", "Sign out"]


def test_days_and_changes_follow_the_language_of_the_page():
    for _again in range(2):
        with translation.override("en"):
            english = span_label(*SPAN), delta("1.0"), delta("1")
        with translation.override("zh-hans"):
            chinese = span_label(*SPAN), delta("1.0"), delta("1")

        assert (english[0], chinese[0]) == ("8–14 June", "6.8—6.14")
        assert ("up </span>1.0%" in english[1], "up </span>1%" in english[2]) == (True, True)
        assert ("up" not in chinese[1], chinese[1] != chinese[2]) == (True, True)
