"""Forget what need not be kept."""

from django.core.management.base import BaseCommand

from accounts.actions import forget_old_guests
from accounts.seat_actions import forget_old_offers
from accounts.sessions import SessionStore
from accounts.tries import forget_old as forget_old_tries
from api.limits import forget_old_minutes
from codes.actions import sweep_stamps
from discussion.actions import forget_old_addresses
from figures.actions import sum_finished_days


class Command(BaseCommand):
    help = "Delete expired sessions, guests and offers of seats of long ago, and yesterday's network counts."

    def handle(self, **options):
        SessionStore.clear_expired()
        sweep_stamps()
        forget_old_addresses()
        forget_old_minutes()
        forget_old_offers()
        # Before guests are forgotten with what they opened.
        sum_finished_days()
        forget_old_tries()
        guests, networks = forget_old_guests()
        self.stdout.write(f"{guests} guests and {networks} network counts forgotten")
