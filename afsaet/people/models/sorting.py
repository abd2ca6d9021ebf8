"""Danish alphabetical order without ICU: æ, ø and å sort after z on every PostgreSQL."""

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Lower


def danish_order(*columns: str) -> "models.GeneratedField":
    """A stored sort key: lower case, æøå moved behind z."""
    joined = columns[0] if len(columns) == 1 else Concat(F(columns[0]), Value(" "), F(columns[1]))
    return models.GeneratedField(
        expression=Func(Lower(joined), Value("æøå"), Value("{|}"), function="translate"),
        output_field=models.CharField(max_length=161),
        db_persist=True,
    )
