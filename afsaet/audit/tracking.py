"""How a table says that its changes are recorded."""

import pgtrigger


class Tracked(pgtrigger.Trigger):
    """Record every insert, update and delete in `audit.Change`.

    Only the columns named in `shown` keep old and new value there; every other column is recorded as
    "changed". So a new column, and above all free text, is never copied by oversight.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *shown: str) -> None:
        self.shown = shown
        super().__init__(name="tracked", func=self._body(shown))

    @staticmethod
    def _body(shown: tuple[str, ...]) -> str:
        columns = ", ".join(f"'{column}'" for column in shown)
        return (
            "PERFORM afsaet_record_change(TG_TABLE_NAME::text, TG_OP, to_jsonb(OLD), to_jsonb(NEW), "
            f"ARRAY[{columns}]::text[]); RETURN NULL;"
        )
