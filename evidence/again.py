"""``python -m evidence.again``: changes records, computes the days of all runs from the register as it then is, and
answers how many came out otherwise."""

from __future__ import annotations


def main() -> None:
    import django

    django.setup()
    from jili.access.actor import Actor
    from jili.decisions.models import Run
    from jili.decisions.runs import run_make
    from jili.records.models import AnnualAssessment
    from jili.records.sight import everything

    with everything():
        before = {run.day: run.decisions for run in Run.objects.all()}
        AnnualAssessment.objects.filter(grade="excellent").update(grade="competent")
        others = [run_make(actor=Actor.system("证据"), day=day).decisions != kept for day, kept in before.items()]
    print(sum(others))


if __name__ == "__main__":
    main()
