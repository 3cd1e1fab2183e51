"""Courses and who attended (第九条)."""

from __future__ import annotations

from jili.records.base import Record
from jili.records.declared import Declared

_courses = Declared("courses")
_course_members = Declared("course_members")


class Course(Record):
    facts = "courses"
    course_id = _courses.key("course_id")
    held_on = _courses.date("held_on")

    class Meta:
        db_table = "courses"
        verbose_name = _courses.table.label
        constraints = _courses.constraints()

    def __str__(self) -> str:
        return f"{self.held_on} 专题培训班"


class CourseMember(Record):
    facts = "course_members"
    course = _course_members.ref("course_id", "records.Course")
    cadre = _course_members.ref("cadre_id", "records.Cadre")

    class Meta:
        db_table = "course_members"
        verbose_name = _course_members.table.label
        constraints = _course_members.constraints()
