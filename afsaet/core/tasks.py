"""Each minute: what a killed worker has left is taken up by a living one."""

from procrastinate import JobContext

from afsaet.core import jobs


@jobs.periodic(cron="* * * * *")
@jobs.task(name="core.take_up", queueing_lock="core.take_up", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:
    await jobs.take_up_what_was_left(context.app.job_manager)
