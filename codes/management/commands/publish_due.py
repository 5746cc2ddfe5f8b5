"""Publish the drafts and the shared texts whose time has come."""

from django.core.management.base import BaseCommand

from codes import draft_actions, shared_actions


class Command(BaseCommand):
    help = (
        "Publish the drafts and shared texts that reviewers have scheduled for now or before. One that would overwrite "
        "what has changed since it was approved goes back to review, and its writer and reviewer are told."
    )

    def handle(self, **options):
        for due, name in ((draft_actions.publish_due, "drafts"), (shared_actions.publish_due, "shared texts")):
            published, turned = due()
            if published or turned:
                self.stdout.write(f"{published} {name} published, {turned} back to review")
