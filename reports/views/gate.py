"""What the views of one report fetch with it."""

# what the rule asks for and every page of a report shows
WITH_REPORT = "unit period__template__campaign__owner period__template_version submitted_by draft"
WITH_DECISION = WITH_REPORT + " decided_by forwarded_by submitted_by__person let_in_by__person"
WITH_PHOTO = "report__unit report__period__template__campaign__owner"
