"""What `make run` loads: the full ICD-10-CM, the demo content and, the first time, an administrator."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.actions import make_administrator
from codes.models import Release
from codes.releases import package_data
from codes.releases.demo import load_demo

ADMINISTRATOR = "admin@localhost.localdomain"


class Command(BaseCommand):
    help = (
        "Load the full ICD-10-CM release that the package simple-icd-10-cm carries, then the demo content in our own "
        "words, and make an administrator whose password is printed once. Again, it changes nothing."
    )

    def handle(self, **options):
        self.load_icd10cm()
        for system in load_demo():
            self.stdout.write(f"Demo content for {system} loaded.")
        self.make_administrator()

    def load_icd10cm(self):
        if Release.objects.filter(system="icd10cm").exists():
            return
        call_command(
            "load_release",
            "icd10cm",
            str(package_data.icd10cm_tabular()),
            effective=package_data.ICD10CM_EFFECTIVE,
            name=package_data.ICD10CM_RELEASE,
            stdout=self.stdout,
            stderr=self.stderr,
        )

    def make_administrator(self):
        if get_user_model().objects.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        make_administrator(email=ADMINISTRATOR, password=password)
        self.stdout.write(f"\n  Administrator: {ADMINISTRATOR}\n  Password:      {password}   (shown only now)\n")
