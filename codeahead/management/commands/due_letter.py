"""Tell the operators what is due."""

from django.core.management.base import BaseCommand, CommandError

from codes.letters import NotSent, tell_operators


class Command(BaseCommand):
    help = (
        "Write to every active superuser which of the loaded sources are due: one letter about each missing release. "
        "A letter that cannot be sent is tried again the next time; the command then ends with status 1."
    )

    def handle(self, **options):
        try:
            sources, taken, operators = tell_operators()
        except NotSent as reason:
            raise CommandError(f"{reason}: nobody was told what is due; the next run tries again") from reason
        if not sources:
            self.stdout.write("nothing new is due")
            return
        self.stdout.write(f"{taken} of {operators} operators told what is due: {', '.join(sources)}")
