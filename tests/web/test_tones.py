"""Every outcome has its look."""

from __future__ import annotations

from datetime import date

from jili.policy.outcomes import NAMES
from jili.web.templatetags.jili import badge, day, days_left, month
from jili.web.tones import LOOKS, TONES, Tone


def test_every_outcome_has_one_tone_and_every_tone_a_look() -> None:
    assert TONES.keys() == NAMES.keys()
    assert LOOKS.keys() == set(Tone)


def test_the_four_words_of_a_conclusion_have_tones_of_their_own() -> None:
    assert [TONES[outcome] for outcome in ("barred", "incomplete", "justify", "qualified")] == [
        Tone.BARRED, Tone.VERIFY, Tone.JUSTIFY, Tone.CLEAR,
    ]  # fmt: skip


def test_a_badge_says_the_outcome_and_draws_its_shape_for_the_eye_only() -> None:
    assert badge("qualified") == (
        '<span class="verdict verdict-clear"><svg class="icon" aria-hidden="true">'
        '<use href="/static/vendor/icons.svg#circle-check"></use></svg>未见本办法障碍</span>'
    )


def test_words_in_a_badge_are_never_markup() -> None:
    assert "<b>" not in badge("qualified", "<b>")


def test_dates_are_said_as_people_write_them() -> None:
    assert (day(date(2024, 3, 5)), month(date(2024, 3, 1)), day(None)) == ("2024年3月5日", "2024年3月", "")


def test_a_date_is_ahead_today_or_gone_by() -> None:
    today = date(2025, 12, 31)
    said = [days_left(on, today) for on in (date(2026, 1, 1), today, date(2025, 12, 30), None)]
    assert said == [
        '<span class="left">还有 1 天</span>', '<span class="left">今天</span>',
        '<span class="left left-over">已过 1 天</span>', "",
    ]  # fmt: skip
