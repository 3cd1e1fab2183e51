"""Campaigns, who served in them, their activities (第四条、第七条)."""

from __future__ import annotations

from jili.records.base import Record
from jili.records.declared import Declared

_campaigns = Declared("campaigns")
_campaign_service = Declared("campaign_service")
_activities = Declared("activities")


class Campaign(Record):
    facts = "campaigns"
    campaign_id = _campaigns.key("campaign_id")
    name = _campaigns.text("name")
    kind = _campaigns.code("kind")
    start_on = _campaigns.date("start_on")
    end_on = _campaigns.date("end_on")

    class Meta:
        db_table = "campaigns"
        verbose_name = _campaigns.table.label
        constraints = _campaigns.constraints()

    def __str__(self) -> str:
        return str(self.name)


class CampaignService(Record):
    facts = "campaign_service"
    service_id = _campaign_service.key("service_id")
    cadre = _campaign_service.ref("cadre_id", "records.Cadre")
    campaign = _campaign_service.ref("campaign_id", "records.Campaign")
    start_on = _campaign_service.date("start_on")
    end_on = _campaign_service.date("end_on")
    frontline = _campaign_service.flag("frontline")
    outstanding_on = _campaign_service.date("outstanding_on")
    recognised_on = _campaign_service.date("recognised_on")

    class Meta:
        db_table = "campaign_service"
        verbose_name = _campaign_service.table.label
        constraints = _campaign_service.constraints()


class Activity(Record):
    facts = "activities"
    activity_id = _activities.key("activity_id")
    campaign = _activities.ref("campaign_id", "records.Campaign")
    held_on = _activities.date("held_on")

    class Meta:
        db_table = "activities"
        verbose_name = _activities.table.label
        constraints = _activities.constraints()
