import { existsSync } from 'node:fs'
import path from 'node:path'
import compress from '@fastify/compress'
import statics from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const A_YEAR_MS = 365 * 24 * 3_600_000

/** Serves the web client: files with a content hash are cached for a year, the page that names them is revalidated each time. */
export async function staticFiles(app: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(path.join(folder, 'index.html'))
  // Scripts and styles only: on a hospital network, JSON is faster uncompressed.
  await app.register(compress, { customTypes: /^(text\/(html|css|javascript)|application\/javascript|image\/svg)/, threshold: 4096 })
  if (isBuilt)
    await app.register(statics, {
      root: folder,
      cacheControl: false,
      setHeaders(reply, file) {
        const isHashed = path.relative(folder, file).startsWith('assets')
        reply.header('cache-control', isHashed ? `public, max-age=${A_YEAR_MS / 1000}, immutable` : 'no-cache')
      },
    })
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|trpc|socket\.io|assets)\//.test(request.url)
    if (!isPage) return reply.status(404).send({ refusal: { code: 'NOT_FOUND', detail: null } })
    if (!isBuilt) return reply.status(503).type('text/plain').send('The web client is not built: run "npm run build".')
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
