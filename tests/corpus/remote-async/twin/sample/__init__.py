import aiohttp


class Client:
    async def fetch(self, url):
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as answer:
                return await answer.json()
