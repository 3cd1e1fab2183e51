"""All models of the register, one module per noun."""

from jili.records.models.assessments import AnnualAssessment, AssessmentRound, TeamAssessment, UsualAssessment
from jili.records.models.campaigns import Activity, Campaign, CampaignService
from jili.records.models.care import Hardship, HardshipRequest, HealthCheck, Insurance, Leave, Visit
from jili.records.models.dossier import Dossier, FamilyMember
from jili.records.models.honours import Award, Demonstration, Merit, Payment
from jili.records.models.names import CadreName, CadreSpelling
from jili.records.models.people import Cadre
from jili.records.models.posts import Appointment, held_on
from jili.records.models.selection import CompositeScore, ExpertNomination, Proposal, TalentReview, TenListing, Vacancy
from jili.records.models.settlements import Settlement
from jili.records.models.talks import Talk, TalkCover, TalkTrigger
from jili.records.models.tasks import Finding, FindingCadre, Task, TaskOwner, UnitEvent
from jili.records.models.training import Course, CourseMember
from jili.records.models.units import Team, Unit

__all__ = [
    "Activity",
    "AnnualAssessment",
    "Appointment",
    "AssessmentRound",
    "Award",
    "Cadre",
    "CadreName",
    "CadreSpelling",
    "Campaign",
    "CampaignService",
    "CompositeScore",
    "Course",
    "CourseMember",
    "Demonstration",
    "Dossier",
    "ExpertNomination",
    "FamilyMember",
    "Finding",
    "FindingCadre",
    "Hardship",
    "HardshipRequest",
    "HealthCheck",
    "Insurance",
    "Leave",
    "Merit",
    "Payment",
    "Proposal",
    "Settlement",
    "TalentReview",
    "Talk",
    "TalkCover",
    "TalkTrigger",
    "Task",
    "TaskOwner",
    "Team",
    "TeamAssessment",
    "TenListing",
    "Unit",
    "UnitEvent",
    "UsualAssessment",
    "Vacancy",
    "Visit",
    "held_on",
]
