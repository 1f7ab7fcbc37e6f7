"""Everything here is public fact."""

from apps.core.permissions import public_rows, scope
from apps.editions import models

for model in (
    models.Edition,
    models.ProgrammeBlock,
    models.Venue,
    models.VenueDay,
    models.Hall,
    models.Zone,
    models.Room,
    models.Gate,
    models.TravelTime,
    models.Topic,
    models.KeyFigure,
    models.Source,
):
    scope(model)(public_rows)
