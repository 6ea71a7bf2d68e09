import { existsSync } from 'node:fs'
import path from 'node:path'
import compress from '@fastify/compress'
import statics from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const A_YEAR_MS = 365 * 24 * 3_600_000

/** The screens: files under their content's name are kept for ever, the page that names them is asked for each time. */
export async function staticFiles(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'))
  // Scripts and styles only: a chart's JSON over the ward's network is faster uncompressed.
  await app.register(compress, { customTypes: /^(text\/(html|css|javascript)|application\/javascript|image\/svg)/, threshold: 4096 })
  if (built)
    await app.register(statics, {
      root: folder,
      cacheControl: false,
      setHeaders(reply, file) {
        const named = path.relative(folder, file).startsWith('assets')
        reply.header('cache-control', named ? `public, max-age=${A_YEAR_MS / 1000}, immutable` : 'no-cache')
      },
    })
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|trpc|socket\.io|assets)\//.test(request.url)
    if (!isPage) return reply.status(404).send({ refusal: { code: 'NOT_FOUND', detail: null } })
    if (!built) return reply.status(503).type('text/plain').send('The screens are not built: run "npm run build".')
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
